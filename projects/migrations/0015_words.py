"""The words of plans, updates and deliverables for the one search; titles by their letters for typing errors."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

import coalition.shared.full_text

FORWARD = """
ALTER TABLE projects_project ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.english', title), 'A')
    || setweight(to_tsvector('pg_catalog.english', purpose), 'B')
    || setweight(to_tsvector('pg_catalog.english', help_wanted), 'B')
    || setweight(to_tsvector('pg_catalog.english', plan), 'C')
) STORED;
ALTER TABLE projects_update ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.english', title), 'A')
    || setweight(to_tsvector('pg_catalog.english', text), 'C')
) STORED;
ALTER TABLE projects_deliverable ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.english', title), 'A')
    || setweight(to_tsvector('pg_catalog.english', summary), 'B')
) STORED;
"""
BACKWARD = """
ALTER TABLE projects_deliverable DROP COLUMN lexemes;
ALTER TABLE projects_update DROP COLUMN lexemes;
ALTER TABLE projects_project DROP COLUMN lexemes;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_highlights_are_kept"), ("members", "0025_words")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        *(
            migrations.AddIndex(
                model_name=name, index=GinIndex(coalition.shared.full_text.Words(), name=f"{name}_words")
            )
            for name in ("project", "update", "deliverable")
        ),
    ]
