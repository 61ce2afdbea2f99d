"""The words of organizations for the one search, and the function that reads what somebody typed as a query."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

import coalition.shared.full_text

# websearch_to_tsquery takes any text. Whoever has not closed a quotation means the words as they stand; else the last
# word is taken as the beginning of one, as it is while somebody types.
FORWARD = """
CREATE FUNCTION sought(typed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN position('"' in typed) = 0
            AND websearch_to_tsquery('pg_catalog.english', typed)::text LIKE '%'''
        THEN (websearch_to_tsquery('pg_catalog.english', typed)::text || ':*')::tsquery
        ELSE websearch_to_tsquery('pg_catalog.english', typed)
    END
$$;

ALTER TABLE members_organization ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.english', name), 'A')
    || setweight(to_tsvector('pg_catalog.english', city), 'B')
    || setweight(to_tsvector('pg_catalog.english', brings), 'C')
    || setweight(to_tsvector('pg_catalog.english', needs), 'C')
) STORED;
"""
BACKWARD = """
ALTER TABLE members_organization DROP COLUMN lexemes;
DROP FUNCTION sought(text);
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0024_comments_are_kept")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="organization",
            index=GinIndex(coalition.shared.full_text.Words(), name="organization_words"),
        ),
    ]
