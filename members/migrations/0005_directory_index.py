"""The directory is leafed through by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_mail_interruptions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("status__in", ("admitted", "suspended"))),
                fields=["name", "id"],
                name="organization_directory",
            ),
        ),
    ]
