"""How alike two plans are by their words, as `projects.overlap` explains it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION words_shared(one tsvector, other tsvector) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT CASE WHEN length(one) + length(other) = 0 THEN 0 ELSE
        2.0 * (SELECT count(*) FROM (
            SELECT unnest(tsvector_to_array(one)) INTERSECT SELECT unnest(tsvector_to_array(other))
        ) AS both_have) / (length(one) + length(other))
    END
$$;

CREATE FUNCTION plans_alike(one tsvector, other tsvector) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT (
        words_shared(ts_filter(one, '{a}'), ts_filter(other, '{a}'))
        + words_shared(ts_filter(one, '{a,b}'), ts_filter(other, '{a,b}'))
    ) / 2
$$;
"""
BACKWARD = "DROP FUNCTION plans_alike(tsvector, tsvector); DROP FUNCTION words_shared(tsvector, tsvector);"


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_words")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
