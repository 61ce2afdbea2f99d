"""The catalogue from the start: what has no type cannot be offered or asked for."""

from django.db import migrations

from resources import catalogue


def fill(apps, schema_editor):
    catalogue.load(registry=apps)
    catalogue.load_substitutes(registry=apps)


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_ledger")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
