"""Whether the books balance: what the ledger says against the counters, the bounds and the states of the matches."""

from django.db import connection

# What each match has at each stage: what came in less what went out.
STAGES = """
WITH line AS (
    SELECT match_id, offer_id, request_id, went_to AS stage, units FROM resources_movement
    UNION ALL
    SELECT match_id, offer_id, request_id, came_from, -units FROM resources_movement
), stage AS (
    SELECT match_id, offer_id, request_id, stage, sum(units) AS units
    FROM line WHERE stage <> 'open' GROUP BY 1, 2, 3, 4
)
"""
NEGATIVE = "SELECT 'match ' || match_id || ' has ' || units || ' units ' || stage FROM stage WHERE units < 0"
# Units that came back are free again on the offer, and stay covered on the request, which had the use of them.
COUNTER = """
SELECT '{side} ' || id || ' counts ' || {counter} || ' of ' || quantity || '; the ledger says ' || coalesce(units, 0)
FROM resources_{side} LEFT JOIN (SELECT {side}_id, sum(units) AS units FROM stage WHERE {held} GROUP BY 1) AS held
    ON {side}_id = id
WHERE {counter} <> coalesce(units, 0) OR {counter} NOT BETWEEN 0 AND quantity
"""
MATCHES = """
SELECT 'match ' || id || ', ' || status || ', ' || quantity || ' units, has ' || has::text
FROM resources_match LEFT JOIN LATERAL (
    SELECT coalesce(sum(units) FILTER (WHERE stage = 'proposed'), 0) AS proposed,
           coalesce(sum(units) FILTER (WHERE stage = 'agreed'), 0) AS agreed,
           coalesce(sum(units) FILTER (WHERE stage = 'in_transit'), 0) AS in_transit,
           coalesce(sum(units) FILTER (WHERE stage = 'delivered'), 0) AS delivered,
           coalesce(sum(units) FILTER (WHERE stage = 'returned'), 0) AS returned
    FROM stage WHERE match_id = resources_match.id) AS has ON true
WHERE (proposed, agreed, in_transit, delivered, returned) IS DISTINCT FROM (
    CASE status WHEN 'proposed' THEN quantity ELSE 0 END, CASE status WHEN 'agreed' THEN quantity ELSE 0 END,
    CASE status WHEN 'shipped' THEN quantity ELSE 0 END,
    coalesce(received_quantity, 0) - coalesce(returned_quantity, 0), coalesce(returned_quantity, 0))
"""
ALL = " UNION ALL ".join(
    (
        NEGATIVE,
        COUNTER.format(side="offer", counter="committed", held="stage <> 'returned'"),
        COUNTER.format(side="request", counter="covered", held="true"),
        MATCHES,
    )
)


def errors() -> list[str]:
    """What does not balance, a sentence each: of stages, of counters and their bounds, of matches and their states."""
    with connection.cursor() as cursor:
        cursor.execute(STAGES + ALL)
        return [row[0] for row in cursor.fetchall()]
