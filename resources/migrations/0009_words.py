"""The words of offers and requests for the one search."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

import coalition.shared.full_text

FORWARD = """
ALTER TABLE resources_{table} ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.english', title), 'A')
    || setweight(to_tsvector('pg_catalog.english', description), 'C')
) STORED;
"""
BACKWARD = "ALTER TABLE resources_{table} DROP COLUMN lexemes;"


class Migration(migrations.Migration):
    dependencies = [("resources", "0003_catalogue"), ("members", "0025_words")]

    operations = [
        *(
            migrations.RunSQL(FORWARD.format(table=table), BACKWARD.format(table=table))
            for table in ("offer", "request")
        ),
        *(
            migrations.AddIndex(
                model_name=name, index=GinIndex(coalition.shared.full_text.Words(), name=f"{name}_words")
            )
            for name in ("offer", "request")
        ),
    ]
