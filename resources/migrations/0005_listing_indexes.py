"""The lists of offers and requests stay fast at a million rows: by words, by state, and the rows that have ended."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0004_received_with_its_quantity")]

    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("committed__gte", models.F("quantity")), ("status", "open")),
                fields=["-posted_at", "-id"],
                name="offer_wholly_committed",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("status__in", ["closed", "withdrawn"])),
                fields=["-posted_at", "-id"],
                name="offer_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="offer_title_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["state", "-posted_at", "-id"], name="request_state_newest"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("covered__gte", models.F("quantity")), ("status", "open")),
                fields=["-posted_at", "-id"],
                name="request_wholly_covered",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("status__in", ["closed", "withdrawn"])),
                fields=["-posted_at", "-id"],
                name="request_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="request_title_trigram",
            ),
        ),
    ]
