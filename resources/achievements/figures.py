"""What was asked for, agreed and delivered: two aggregates, made in the database.

Units are added up within one type only, since those of different types have nothing in common.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from resources.models import ResourceType
from resources.neutrality.figures import PLACES

KEPT = 300  # seconds for which figures stand
T = TypeVar("T")

# One row for each organization that had a part in something, the units on one of them.
BY_TYPE = """
WITH parts AS (
    SELECT resource_type_id AS type, 'asked' AS what, quantity AS units, organization_id AS who, false AS gave
    FROM resources_request WHERE posted_at >= %(since)s
    UNION ALL
    SELECT offer.resource_type_id, 'agreed', CASE WHEN gave THEN match.quantity END, who, gave
    FROM resources_match match
    JOIN resources_offer offer ON offer.id = match.offer_id
    JOIN resources_request request ON request.id = match.request_id
    CROSS JOIN LATERAL (VALUES (offer.organization_id, true), (request.organization_id, false)) party (who, gave)
    WHERE match.agreed_at >= %(since)s AND match.status <> 'cancelled'
    UNION ALL
    SELECT offer.resource_type_id, 'delivered', CASE WHEN gave THEN match.received_quantity END, who, gave
    FROM resources_match match
    JOIN resources_offer offer ON offer.id = match.offer_id
    JOIN resources_request request ON request.id = match.request_id
    CROSS JOIN LATERAL (VALUES (offer.organization_id, true), (request.organization_id, false)) party (who, gave)
    WHERE match.received_at >= %(since)s AND match.received_quantity > 0
)
SELECT type,
       COALESCE(sum(units) FILTER (WHERE what = 'asked'), 0)::bigint,
       count(DISTINCT who) FILTER (WHERE what = 'asked'),
       COALESCE(sum(units) FILTER (WHERE what = 'agreed'), 0)::bigint,
       count(DISTINCT who) FILTER (WHERE what = 'agreed'),
       COALESCE(sum(units) FILTER (WHERE what = 'delivered'), 0)::bigint,
       count(DISTINCT who) FILTER (WHERE what = 'delivered'),
       count(*) FILTER (WHERE what = 'delivered' AND gave),
       count(DISTINCT who) FILTER (WHERE what = 'delivered' AND gave),
       count(DISTINCT who) FILTER (WHERE what = 'delivered' AND NOT gave)
FROM parts GROUP BY type
"""

# The region is that of the place that asked for it; a week begins on Monday, in the reader's zone.
MOVED = f"""
WITH moved AS (
    SELECT offer.resource_type_id AS type, COALESCE(place.region, '') AS region, match.received_quantity AS units,
           date_trunc('week', match.received_at AT TIME ZONE %(zone)s)::date AS week,
           offer.organization_id AS giver, request.organization_id AS receiver
    FROM resources_match match
    JOIN resources_offer offer ON offer.id = match.offer_id
    JOIN resources_request request ON request.id = match.request_id
    LEFT JOIN (VALUES {PLACES}) place (state, region) ON place.state = request.state
    WHERE match.received_at >= %(since)s AND match.received_quantity > 0
          AND (%(type)s::bigint IS NULL OR offer.resource_type_id = %(type)s)
)
SELECT GROUPING(region, week), region, week,
       count(*), COALESCE(sum(units), 0)::bigint, count(DISTINCT giver), count(DISTINCT receiver), count(DISTINCT type)
FROM moved GROUP BY GROUPING SETS ((region), (week), ())
"""  # noqa: S608  # a constant of this floor
REGION, WEEK = 0b01, 0b10  # what `GROUPING` gives: a bit for each column that a row is not grouped by


@dataclass(frozen=True, slots=True)
class Amount:
    """Units of one type, and how many organizations had a part in them; None where they are too few to show."""

    units: int | None
    organizations: int


@dataclass(frozen=True, slots=True)
class OfType:
    """What became of one type."""

    type: ResourceType
    asked: Amount
    agreed: Amount
    delivered: Amount
    deliveries: int
    givers: int
    receivers: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Deliveries of a region, of a week, or of all; `units` mean something only where all are of one type."""

    deliveries: int
    units: int
    givers: int
    receivers: int
    types: int


@dataclass(frozen=True)
class Deliveries:
    """All together, and by region ("1" to "10") and by the Monday of the week."""

    whole: Moved
    by_region: dict[str, Moved]
    by_week: dict[date, Moved]


def by_type(since: datetime, *, fewest: int) -> list[OfType]:
    """Each type that was asked for, agreed on or delivered since then, the most often delivered first.

    Units in which fewer than so many organizations had a part are left out. Stands for five minutes.
    """
    return _kept(f"achieved:types:{since:%Y%m%d}:{fewest}", lambda: _by_type(since, fewest))


def deliveries(since: datetime, *, of: ResourceType | None = None) -> Deliveries:
    """What arrived since then, of one type or of all. Stands for five minutes."""
    zone = timezone.get_current_timezone_name()
    return _kept(
        f"achieved:moved:{since:%Y%m%d}:{zone}:{of.pk if of else ''}", lambda: _deliveries(since, zone=zone, of=of)
    )


def _kept(key: str, make: Callable[[], T]) -> T:
    """The figures are for everybody, also for whoever loads the page again and again."""
    kept: T | None = cache.get(key)
    if kept is None:
        kept = make()
        cache.set(key, kept, KEPT)
    return kept


def _by_type(since: datetime, fewest: int) -> list[OfType]:
    types = ResourceType.objects.select_related("group").in_bulk()
    found = [_of_type(types[key], row, fewest) for key, *row in _rows(BY_TYPE, {"since": since})]
    return sorted(found, key=lambda row: (-row.deliveries, row.type.label))


def _deliveries(since: datetime, *, zone: str, of: ResourceType | None) -> Deliveries:
    values = {"since": since, "zone": zone, "type": of and of.pk}
    whole, by_region, by_week = Moved(0, 0, 0, 0, 0), {}, {}
    for grouping, region, week, *numbers in _rows(MOVED, values):
        moved = Moved(*numbers)
        if grouping == REGION:
            by_region[region] = moved
        elif grouping == WEEK:
            by_week[week] = moved
        else:
            whole = moved
    return Deliveries(
        whole, dict(sorted(by_region.items(), key=lambda item: int(item[0] or 99))), dict(sorted(by_week.items()))
    )


def _of_type(of: ResourceType, row: list[int], fewest: int) -> OfType:
    asked, askers, agreed, agreeing, delivered, delivering, count, givers, receivers = row

    def amount(units: int, organizations: int) -> Amount:
        return Amount(units if organizations >= fewest or not organizations else None, organizations)

    return OfType(
        of,
        asked=amount(asked, askers),
        agreed=amount(agreed, agreeing),
        delivered=amount(delivered, delivering),
        deliveries=count,
        givers=givers,
        receivers=receivers,
    )


def _rows(query: str, values: dict[str, Any]) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        yield from cursor.fetchall()
