"""Packs of the types, with some to begin with; and in which pack something was posted."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

from resources import catalogue


def fill(apps, schema_editor):
    catalogue.load_packs(registry=apps)


class Migration(migrations.Migration):
    dependencies = [("resources", "0016_work_on_cases")]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("bag", "Bag"),
                            ("bottle", "Bottle"),
                            ("box", "Box"),
                            ("carton", "Carton"),
                            ("case", "Case"),
                            ("drum", "Drum"),
                            ("kit", "Kit"),
                            ("pack", "Pack"),
                            ("pallet", "Pallet"),
                            ("tray", "Tray"),
                        ],
                        max_length=8,
                        verbose_name="pack",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="units in it",
                    ),
                ),
            ],
            options={
                "verbose_name": "pack",
                "verbose_name_plural": "packs",
                "ordering": ["resource_type", "size", "name"],
            },
        ),
        migrations.AddField(
            model_name="offer",
            name="pack",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The code of a pack of the type, such as case-240.",
                max_length=20,
                verbose_name="packed as",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="pack_size",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="units in a pack"),
        ),
        migrations.AddField(
            model_name="offer",
            name="packs",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="number of packs"),
        ),
        migrations.AddField(
            model_name="request",
            name="pack",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The code of a pack of the type, such as case-240.",
                max_length=20,
                verbose_name="packed as",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="pack_size",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="units in a pack"),
        ),
        migrations.AddField(
            model_name="request",
            name="packs",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="number of packs"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pack", ""), ("pack_size", 1), ("packs__isnull", True)),
                    models.Q(
                        (
                            "pack__endswith",
                            django.db.models.functions.text.Concat(
                                models.Value("-"),
                                django.db.models.functions.comparison.Cast("pack_size", models.CharField()),
                            ),
                        ),
                        ("pack_size__gte", 2),
                        ("packs__isnull", False),
                        (
                            "quantity",
                            django.db.models.expressions.CombinedExpression(
                                models.F("packs"), "*", models.F("pack_size")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="offer_packed_exactly",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pack", ""), ("pack_size", 1), ("packs__isnull", True)),
                    models.Q(
                        (
                            "pack__endswith",
                            django.db.models.functions.text.Concat(
                                models.Value("-"),
                                django.db.models.functions.comparison.Cast("pack_size", models.CharField()),
                            ),
                        ),
                        ("pack_size__gte", 2),
                        ("packs__isnull", False),
                        (
                            "quantity",
                            django.db.models.expressions.CombinedExpression(
                                models.F("packs"), "*", models.F("pack_size")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="request_packed_exactly",
            ),
        ),
        migrations.AddField(
            model_name="pack",
            name="resource_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="packs",
                to="resources.resourcetype",
                verbose_name="resource type",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(fields=("resource_type", "name", "size"), name="pack_unique"),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", 2), ("size__lte", 1000000)), name="pack_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name__in", ["bag", "bottle", "box", "carton", "case", "drum", "kit", "pack", "pallet", "tray"])
                ),
                name="pack_name",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
