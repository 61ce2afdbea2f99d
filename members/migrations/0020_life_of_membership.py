"""The inactive and the merged, the yearly confirmation, and the names that organizations had."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0019_former_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, verbose_name="address in the portal")),
                ("until", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="until")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "ordering": ["-until", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Renaming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="new name")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("held_because", models.CharField(max_length=300, verbose_name="why an admin has to look")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "With the admins"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided")),
                ("answer", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="answer")),
            ],
            options={
                "verbose_name": "change of name",
                "verbose_name_plural": "changes of name",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="organization",
            name="organization_domain_unique",
        ),
        migrations.AddField(
            model_name="organization",
            name="confirm_by",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Asked and not answered yet. Of an inactive organization: when it is asked again.",
                null=True,
                verbose_name="to confirm by",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="confirm_reminders",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="reminders sent"),
        ),
        migrations.AddField(
            model_name="organization",
            name="confirmed_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When it last said that it is still in.",
                null=True,
                verbose_name="confirmed",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="members.organization",
                verbose_name="merged into",
            ),
        ),
        migrations.AlterField(
            model_name="organization",
            name="status",
            field=models.CharField(
                choices=[
                    ("applicant", "Applicant"),
                    ("admitted", "Member"),
                    ("inactive", "Inactive"),
                    ("suspended", "Suspended"),
                    ("left", "Left"),
                    ("merged", "Merged"),
                    ("declined", "Declined"),
                ],
                default="applicant",
                editable=False,
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("confirm_by__isnull", True), ("status", "admitted")),
                fields=["confirmed_at", "id"],
                name="organization_to_be_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("confirm_by__isnull", False)),
                fields=["confirm_by", "id"],
                name="organization_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("domain"),
                condition=models.Q(
                    ("status__in", ["admitted", "inactive", "suspended"]), models.Q(("domain", ""), _negated=True)
                ),
                name="organization_domain_unique",
                violation_error_message="A member with this web domain exists already.",
            ),
        ),
        migrations.AddField(
            model_name="formername",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AddField(
            model_name="formername",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="former_names",
                to="members.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddField(
            model_name="renaming",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="renaming",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="renaming",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renamings",
                to="members.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddIndex(
            model_name="formername",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="former_name_trigram",
            ),
        ),
        migrations.AddConstraint(
            model_name="renaming",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("organization",),
                name="renaming_one_waiting",
                violation_error_message="A change of name is with the admins already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="renaming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("status", "waiting")),
                    models.Q(models.Q(("status", "waiting"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="renaming_decided_at",
            ),
        ),
    ]
