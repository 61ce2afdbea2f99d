"""The figures of the neutrality report: a few aggregates, made in the database.

Each statement groups at once by size, kind and region of the organization that asks, by severity, and not at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations_with_replacement
from typing import Any

from django.db import connection

from coalition.shared import geography
from coalition.shared.disclosure import ALL, Cell, Group
from resources import periods

GROUPINGS = ("size", "kind", "region", "severity")
EXCLUSIVE = 3  # an organization has one size, one kind and one region; it may ask with every severity
SAMPLE = 400  # organizations that the tests of difference look at, at most

PLACES = ", ".join(f"('{state.code}', '{state.region}')" for state in geography.STATES.values())
# Below, only constants of this module are put into the texts.
WHO_ASKED = f"""
    FROM resources_request request
    JOIN members_organization asking ON asking.id = request.organization_id
    LEFT JOIN (VALUES {PLACES}) place (state, region) ON place.state = asking.state
"""
WHICH = "asking.size, asking.kind, COALESCE(place.region, '') AS region, request.severity"
SETS = "(size), (kind), (region), (severity), ()"

STRETCHES = tuple(combinations_with_replacement(range(len(periods.DAYS)), 2))
# In which stretch between the beginnings of two periods a request was posted.
STRETCH = """
    CASE WHEN request.posted_at >= %(since_0)s THEN 0 WHEN request.posted_at >= %(since_1)s THEN 1
         WHEN request.posted_at >= %(since_2)s THEN 2 ELSE 3 END
"""
COUNTS = f"""
WITH request AS (
    SELECT DISTINCT organization_id, severity, {STRETCH} AS stretch FROM resources_request request
), standing AS (
    SELECT asking.id, {WHICH}, request.stretch {WHO_ASKED.replace("resources_request request", "request")}
)
SELECT GROUPING(size, kind, region, severity), size, kind, region, severity,
       {", ".join(f"count(DISTINCT id) FILTER (WHERE stretch BETWEEN {i} AND {j})" for i, j in STRETCHES)}
FROM standing GROUP BY GROUPING SETS ((size, kind, region, severity), {SETS})
"""  # noqa: S608  # put together of our own words alone

OUTCOMES = """
    LEFT JOIN (
        SELECT request_id, min(agreed_at) AS agreed_at,
               min(received_at) FILTER (WHERE received_quantity > 0) AS received_at,
               sum(received_quantity) AS units, count(*) FILTER (WHERE status = 'declined') AS declined
        FROM resources_match GROUP BY request_id
    ) outcome ON outcome.request_id = request.id
    WHERE request.posted_at >= %(since)s
"""
FIGURES = f"""
WITH asked AS (
    SELECT asking.id, {WHICH}, outcome.declined,
           extract(epoch FROM outcome.agreed_at - request.posted_at)::float8 AS to_agreement,
           extract(epoch FROM outcome.received_at - request.posted_at)::float8 AS to_receipt
    {WHO_ASKED} {OUTCOMES}
)
SELECT GROUPING(size, kind, region, severity), size, kind, region, severity,
       count(DISTINCT id), count(*), count(to_agreement), count(to_receipt), COALESCE(sum(declined), 0)::bigint,
       count(DISTINCT id) FILTER (WHERE to_agreement IS NOT NULL),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY to_agreement),
       count(DISTINCT id) FILTER (WHERE to_receipt IS NOT NULL),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY to_receipt)
FROM asked GROUP BY GROUPING SETS ({SETS})
"""  # noqa: S608  # put together of our own words alone

# By a lot that falls the same for everybody who looks.
DRAWN = f"""
WITH drawn AS (
    SELECT organization_id FROM resources_request WHERE posted_at >= %(since)s
    GROUP BY organization_id ORDER BY md5(organization_id::text), organization_id LIMIT {SAMPLE}
)
SELECT asking.id, {WHICH}, count(*), count(outcome.agreed_at),
       COALESCE(sum(extract(epoch FROM outcome.agreed_at - request.posted_at)), 0)::bigint,
       sum(LEAST(1000000, COALESCE(outcome.units, 0) * 1000000 / request.quantity))::bigint
{WHO_ASKED.replace("JOIN members", "JOIN drawn ON drawn.organization_id = request.organization_id JOIN members")}
{OUTCOMES}
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 5
"""  # noqa: S608  # put together of our own words alone


@dataclass(frozen=True, slots=True)
class Wait:
    """In seconds: what half waited at most, and nine of ten."""

    median: float
    nine_tenths: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one group: organizations that asked, requests, those agreed and received, proposals declined, and the waits.

    A wait counts from the posting of a request to its first agreement, or its first receipt of anything.
    """

    organizations: int
    asked: int
    agreed: int
    received: int
    declined: int
    to_agreement: Wait | None
    to_receipt: Wait | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One organization with one severity, for the tests.

    Requests, those agreed, their seconds of waiting together, and the shares that arrived of what each asked for, in
    millionths, together.
    """

    organization: int
    cell: Cell
    asked: int
    agreed: int
    waited: int
    arrived: int


@dataclass(frozen=True)
class Counts:
    """How many organizations stand in each cell and each group, by the stretches (from, to) between the periods."""

    cells: dict[Cell, dict[tuple[int, int], int]]
    groups: dict[Group, dict[tuple[int, int], int]]


def counts() -> Counts:
    """Over all time, so that what one period shows can be held against another."""
    found = Counts({}, {})
    for bits, *row in _rows(COUNTS, periods.stretches()):
        names, numbers = row[:4], dict(zip(STRETCHES, row[4:], strict=True))
        if bits:
            found.groups[_group(bits, names)] = numbers
        else:
            found.cells[tuple(names)] = numbers
    return found


def figures(since: datetime, *, fewest: int) -> dict[Group, Figures]:
    """Of each group that asked since then; a wait of fewer than so many organizations is left out."""
    found = {_group(bits, row[:4]): _figures(row[4:], fewest) for bits, *row in _rows(FIGURES, {"since": since})}
    return {group: of_it for group, of_it in found.items() if of_it.asked}


def drawn(since: datetime) -> list[Drawn]:
    """At most `SAMPLE` of the organizations that asked since then."""
    return [Drawn(organization, tuple(row[:4]), *row[4:]) for organization, *row in _rows(DRAWN, {"since": since})]


def _figures(row: list[Any], fewest: int) -> Figures:
    organizations, asked, agreed, received, declined, agreed_by, agreement, received_by, receipt = row
    return Figures(
        organizations,
        asked,
        agreed,
        received,
        declined,
        to_agreement=Wait(*agreement) if agreed_by >= fewest else None,
        to_receipt=Wait(*receipt) if received_by >= fewest else None,
    )


def _group(bits: int, names: list[str]) -> Group:
    """`GROUPING` sets a bit for each column that a row is not grouped by, the first the highest."""
    for number, name in enumerate(names):
        if not bits & 1 << len(names) - 1 - number:
            return number, name
    return ALL


def _rows(query: str, values: dict[str, Any]) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        yield from cursor.fetchall()
