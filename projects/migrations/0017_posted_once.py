"""A plan whose form is sent twice is posted once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0016_likeness")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="source_key",
            field=models.CharField(
                blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("organization", "source_key"), name="project_source_key"),
        ),
    ]
