"""An update or a release whose form is sent twice is posted once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0017_posted_once")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="source_key",
                field=models.CharField(
                    blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
                ),
            )
            for name in ("update", "deliverable")
        ),
        *(
            migrations.AddConstraint(
                model_name=name,
                constraint=models.UniqueConstraint(
                    condition=models.Q(("source_key__isnull", False)),
                    fields=("project", "source_key"),
                    name=f"{name}_source_key",
                ),
            )
            for name in ("update", "deliverable")
        ),
    ]
