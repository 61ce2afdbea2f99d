"""Names that are like the words typed, for the search in the directory: typing errors are forgiven.

The threshold of `<%` belongs to the session, so it is set for this function alone. At 0.35 two letters may be wrong in
a name of eight; of what is found, only what comes near the best stays.
"""

from django.db import migrations

# The library is asked for first: before that, its setting is unknown, and only a superuser may name it.
FORWARD = """
SELECT word_similarity('a', 'a');

CREATE FUNCTION organizations_named_like(words text, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 20
SET pg_trgm.word_similarity_threshold = 0.35
AS $$
    SELECT id FROM (
        SELECT id, likeness, max(likeness) OVER () AS best FROM (
            SELECT id, word_similarity(upper(words), upper(name)) AS likeness
            FROM members_organization WHERE upper(words) <% upper(name)
        ) AS alike
    ) AS ranked
    WHERE likeness >= 0.8 * best
    ORDER BY likeness DESC, id
    LIMIT most
$$;
"""
BACKWARD = "DROP FUNCTION organizations_named_like(text, integer);"


class Migration(migrations.Migration):
    dependencies = [("members", "0007_audit_is_chained")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
