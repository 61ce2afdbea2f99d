"""The directory asks who has an open offer, or an open request, of a type."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0006_lists_of_everything")]

    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["resource_type", "organization"], name="offer_whose"
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["resource_type", "organization"], name="request_whose"
            ),
        ),
    ]
