"""Private addresses for calendars and feeds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock
import projects.models.address


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0009_updates_and_deliverables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivateAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("calendar", "Calendar of milestones"), ("feed", "Feed of what happens")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("nonce", models.CharField(default=projects.models.address.new_nonce, editable=False, max_length=32)),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="made"),
                ),
                ("last_read_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last read")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revoked")),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=coalition.shared.clock.now, editable=False, verbose_name="content changed"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_addresses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "workgroup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "private address",
                "verbose_name_plural": "private addresses",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("project__isnull", True), ("workgroup__isnull", True), _connector="OR"),
                        name="address_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("person", "kind", "project", "workgroup"),
                        name="address_live_unique",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
    ]
