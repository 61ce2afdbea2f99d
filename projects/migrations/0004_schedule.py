"""Milestones with starts, the day first planned, and what they wait for."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import coalition.shared.clock


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0022_confirmed_members"),
        ("projects", "0003_milestone_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="since"),
                ),
            ],
            options={
                "verbose_name": "dependency",
                "verbose_name_plural": "dependencies",
                "ordering": ["waits_for__due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HeldUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due")),
                ("cause_due_on", models.DateField(verbose_name="cause due")),
                (
                    "told_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="told"),
                ),
            ],
            options={
                "verbose_name": "held up",
                "verbose_name_plural": "held up",
            },
        ),
        migrations.AddField(
            model_name="milestone",
            name="changed_at",
            field=models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="changed"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="first_due_on",
            field=models.DateField(editable=False, null=True, verbose_name="first planned for"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="reached_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="reached on"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="starts_on",
            field=models.DateField(
                blank=True,
                help_text="When the work on it can begin, if it takes more than a day. Then a delay before it shows in time.",
                null=True,
                verbose_name="start",
            ),
        ),
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(fields=["project", "due_on"], name="milestone_of_project"),
        ),
        migrations.AddIndex(
            model_name="milestone",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="milestone_title_trigram",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True), ("starts_on__lte", models.F("due_on")), _connector="OR"
                ),
                name="milestone_starts_before_it_is_due",
                violation_error_message="It cannot start after the day it is due.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("reached_on__isnull", True), ("status", "reached"), _connector="OR"),
                name="milestone_reached_on_a_day",
            ),
        ),
        migrations.AddField(
            model_name="dependency",
            name="milestone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="dependencies",
                to="projects.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.AddField(
            model_name="dependency",
            name="waits_for",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="dependants",
                to="projects.milestone",
                verbose_name="waits for",
            ),
        ),
        migrations.AddField(
            model_name="heldup",
            name="cause",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="projects.milestone",
                verbose_name="held up by",
            ),
        ),
        migrations.AddField(
            model_name="heldup",
            name="milestone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="projects.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.AddConstraint(
            model_name="dependency",
            constraint=models.UniqueConstraint(
                fields=("milestone", "waits_for"),
                name="dependency_unique",
                violation_error_message="It waits for that milestone already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dependency",
            constraint=models.CheckConstraint(
                condition=models.Q(("milestone", models.F("waits_for")), _negated=True),
                name="dependency_on_another",
                violation_error_message="A milestone cannot wait for itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldup",
            constraint=models.UniqueConstraint(
                fields=("milestone", "cause", "due_on", "cause_due_on"), name="held_up_told_once"
            ),
        ),
    ]
