"""Contacts, the conversation on an application, and the words under which lookalike domains are found."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock
import members.models.organization


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_names_like"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("applicant", "Applicant"), ("admins", "Admins")], max_length=9, verbose_name="for"
                    ),
                ),
                ("is_question", models.BooleanField(default=False, verbose_name="asks back")),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                (
                    "written_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="when"),
                ),
                ("letter_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="mailed")),
            ],
            options={
                "verbose_name": "message on an application",
                "verbose_name_plural": "messages on applications",
                "ordering": ["-written_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=120, verbose_name="function")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="added"),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_one_under_way",
        ),
        migrations.AddField(
            model_name="application",
            name="nudged_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="admins reminded"),
        ),
        migrations.AddField(
            model_name="application",
            name="set_apart_from",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="+",
                to="members.organization",
                verbose_name="said to be another than",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="waits_since",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="waits for the admins since"
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="domain_skeleton",
            field=members.models.organization.DomainSkeleton(
                db_default="", editable=False, max_length=200, verbose_name="found by"
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Being filled in"),
                    ("sent", "With the admins"),
                    ("asked", "Asked back"),
                    ("admitted", "Admitted"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("status", "sent")), fields=["waits_since", "id"], name="application_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-decided_at", "-id"], name="application_decided"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["domain_skeleton"], name="organization_lookalikes"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["draft", "sent", "asked"])),
                fields=("applicant",),
                name="application_one_under_way",
                violation_error_message="You have an application under way.",
            ),
        ),
        migrations.AddField(
            model_name="applicationmessage",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="members.application",
                verbose_name="application",
            ),
        ),
        migrations.AddField(
            model_name="applicationmessage",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contacts",
                to="members.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddIndex(
            model_name="applicationmessage",
            index=models.Index(fields=["application", "-written_at", "-id"], name="message_thread"),
        ),
        migrations.AddConstraint(
            model_name="applicationmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="message_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_question", False), ("side", "admins"), _connector="OR"),
                name="message_admins_ask",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), _negated=True), models.Q(("phone", ""), _negated=True), _connector="OR"
                ),
                name="contact_can_be_reached",
                violation_error_message="Give an e-mail address or a phone number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("function", ""), _negated=True)),
                name="contact_says_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                models.F("organization"),
                django.db.models.functions.text.Lower("name"),
                django.db.models.functions.text.Lower("email"),
                models.F("phone"),
                name="contact_unique",
                violation_error_message="This contact is in the list already.",
            ),
        ),
    ]
