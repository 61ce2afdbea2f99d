"""The API lists offers and requests of every status, newest first: an index over all of them, for any page at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0005_listing_indexes")]

    operations = [
        migrations.AddIndex(model_name="offer", index=models.Index(fields=["-posted_at", "-id"], name="offer_posted")),
        migrations.AddIndex(
            model_name="request", index=models.Index(fields=["-posted_at", "-id"], name="request_posted")
        ),
    ]
