"""The best offers for a request, found and scored in the database by the formula of `ranking`.

The search goes outward: first among the offers near by, then further, and it stops where no offer beyond can be
better than the last one found. So it looks at few rows and still finds exactly what a scan of all would.
"""

from dataclasses import dataclass
from datetime import date
from math import asin, cos, degrees, pi, radians, sin
from typing import Any

from django.db import connection

from coalition.shared import clock
from coalition.shared.geography import EARTH_RADIUS_KM, KM_PER_MILE
from resources import freshness
from resources.matching import ranking
from resources.matching.explanation import in_words
from resources.matching.ranking import Fit, Need, Supply
from resources.models import Offer, Request, ResourceKind, Substitute

BEST = 20  # candidates shown

FORMULA = {
    "near": ranking.NEAR_POINTS,
    "cover": ranking.COVER_POINTS,
    "exact": ranking.EXACT_POINTS,
    "time": ranking.TIME_POINTS,
    "shelf": ranking.SHELF_POINTS,
    "stale": ranking.STALE_POINTS,
    "half_km": ranking.HALF_KM,
    "km_a_day": ranking.KM_A_DAY,
    "late_days": ranking.LATE_DAYS,
    "shelf_days": ranking.SHELF_DAYS,
    "radius": EARTH_RADIUS_KM,
}

# What follows the points where these are equal is the same in every order, so that no two runs differ.
ORDERS = {
    "fit": "points DESC, km, id",
    "nearest": "km, points DESC, id",
    "soonest": "arrival, points DESC, km, id",
}

# `OFFSET 0` keeps the planner from writing the distance out anew wherever it is used.
QUERY = """
SELECT id, points, km, arrival FROM (
    SELECT id, km, arrival,
           GREATEST(0, %(near)s::float8 * %(half_km)s / (%(half_km)s + km)
           + %(cover)s::float8 * LEAST(1, units / %(wanted)s)
           + CASE WHEN exact THEN %(exact)s ELSE 0 END
           + %(time)s::float8 * GREATEST(0, 1 - GREATEST(0, arrival - %(needed_by)s) / %(late_days)s::float8)
           + %(shelf)s::float8 * LEAST(1, COALESCE(expires_on - arrival, %(shelf_days)s) / %(shelf_days)s::float8)
           - CASE WHEN stale THEN %(stale)s ELSE 0 END)
           AS points
    FROM (
        SELECT *, GREATEST(available_from, %(today)s) + 1 + ceil(km / %(km_a_day)s)::int AS arrival
        FROM (
            SELECT offer.id, offer.resource_type_id = %(type)s AS exact, offer.available_from, offer.expires_on,
                   offer.confirmed_at <= %(stale_before)s AS stale,
                   (offer.quantity - offer.committed)::float8 AS units,
                   {distance} AS km
            FROM resources_offer offer
            JOIN members_organization giver ON giver.id = offer.organization_id AND giver.status = 'admitted'
            WHERE offer.status = 'open' AND offer.committed < offer.quantity
              AND offer.resource_type_id = ANY(%(types)s)
              AND offer.least_lot <= LEAST(offer.quantity - offer.committed, %(wanted)s)
              AND (offer.available_until IS NULL OR offer.available_until >= %(today)s)
              {within}
            OFFSET 0
        ) placed
    ) timed
    WHERE expires_on IS NULL OR expires_on >= arrival
) scored
ORDER BY {order} LIMIT %(limit)s
"""
HAVERSINE = """
    round(2 * %(radius)s::float8 * asin(LEAST(1, sqrt(
        sin(radians(offer.latitude::float8 - %(latitude)s::float8) / 2) ^ 2
        + cos(radians(%(latitude)s::float8)) * cos(radians(offer.latitude::float8))
        * sin(radians(offer.longitude::float8 - %(longitude)s::float8) / 2) ^ 2))))
"""
NO_DISTANCE = "0::float8"
WITHIN = """
              AND offer.latitude BETWEEN %(south)s::numeric AND %(north)s::numeric
              AND offer.longitude BETWEEN %(west)s::numeric AND %(east)s::numeric
"""
REACHES = (400, 1600)  # km around the need, before all offers are looked at


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that fits a request, with how well, why, and what to mind."""

    offer: Offer
    need: Need
    supply: Supply
    fit: Fit
    today: date

    @property
    def score(self) -> int:
        """0 to 100."""
        return round(self.fit.points)

    @property
    def miles(self) -> int | None:
        """How far it has to travel; None for what does not."""
        return round(self.fit.km / KM_PER_MILE) if self.need.travels else None

    @property
    def days(self) -> int | None:
        """How many days it travels; None for what does not."""
        return ranking.travel_days(self.fit.km) if self.need.travels else None

    @property
    def suggested(self) -> int:
        """As many units as can be given and are lacking."""
        return min(self.supply.units, self.need.units)

    @property
    def reasons(self) -> list[str]:
        return [in_words(remark) for remark in ranking.reasons(self.need, self.supply, self.fit, today=self.today)]

    @property
    def cautions(self) -> list[str]:
        return [in_words(remark) for remark in ranking.cautions(self.need, self.supply, self.fit)]

    def as_record(self) -> dict[str, Any]:
        """What is kept of it with a match."""
        return {
            "offer": self.offer.pk,
            "organization": str(self.offer.organization),
            "score": self.score,
            "km": self.fit.km,
            "formula": ranking.FORMULA,
        }


def candidates_for(request: Request, *, order: str = "fit", limit: int = BEST) -> list[Candidate]:
    """The best offers for what is still open of the request, in one of the `ORDERS`; none when nothing is open.

    At most five queries, however many offers there are.
    """
    if request.still_open < 1:
        return []
    today = clock.today()
    need = need_of(request)
    notes = dict(Substitute.objects.filter(resource_type=request.resource_type_id).values_list("substitute", "note"))
    fits = _search(need, [request.resource_type_id, *notes], today=today, order=order, limit=limit)
    offers = Offer.objects.select_related("organization", "resource_type").in_bulk(list(fits))
    return [
        Candidate(offers[pk], need, supply_of(offers[pk], notes.get(offers[pk].resource_type_id)), fit, today)
        for pk, fit in fits.items()
        if pk in offers
    ]


def need_of(request: Request) -> Need:
    """What of a request the ranking may know: never whose it is."""
    return Need(
        units=request.still_open,
        latitude=float(request.latitude),
        longitude=float(request.longitude),
        state=request.state,
        needed_by=request.needed_by,
        travels=request.resource_type.kind != ResourceKind.DIGITAL,
    )


def supply_of(offer: Offer, substitute_note: str | None) -> Supply:
    """What of an offer matters; the note is None where it is of the exact type."""
    return Supply(
        offer=offer.pk,
        units=offer.left,
        latitude=float(offer.latitude),
        longitude=float(offer.longitude),
        state=offer.state,
        available_from=offer.available_from,
        available_until=offer.available_until,
        expires_on=offer.expires_on,
        return_on=offer.return_on,
        least_lot=offer.least_lot,
        conditions=offer.conditions,
        substitute_note=substitute_note,
        unconfirmed_since=offer.confirmed_at.date() if offer.is_stale else None,
    )


def _search(need: Need, types: list[int], *, today: date, order: str, limit: int) -> dict[int, Fit]:
    """The offers of these types (the exact one first) that serve the need best, in order."""
    for reach in REACHES:
        box = box_around(need, reach)
        if box is None:
            break
        fits = _query(need, types, today=today, order=order, limit=limit, box=box)
        if len(fits) == limit and _none_better_beyond(reach, list(fits.values())[-1], order=order):
            return fits
    return _query(need, types, today=today, order=order, limit=limit, box={})


def _none_better_beyond(reach: int, last: Fit, *, order: str) -> bool:
    """Whether everything further away than `reach` comes after `last` for certain."""
    if order == "nearest":
        return last.km < reach
    if order == "fit":
        return last.points > ranking.most_points_at(reach)
    return False


def box_around(need: Need, km: int) -> dict[str, float] | None:
    """Bounds in degrees outside of which everything is further than `km`; None where there are none.

    Source: J. P. Matuschek, "Finding points within a distance of a latitude/longitude", bounding coordinates.
    """
    angle = km / EARTH_RADIUS_KM
    latitude = radians(need.latitude)
    if not need.travels or abs(latitude) + angle >= pi / 2:
        return None
    high, wide = degrees(angle), degrees(asin(sin(angle) / cos(latitude)))
    if abs(need.longitude) + wide > 180:
        return None
    return {
        "south": need.latitude - high,
        "north": need.latitude + high,
        "west": need.longitude - wide,
        "east": need.longitude + wide,
    }


def _query(  # the words of the question
    need: Need, types: list[int], *, today: date, order: str, limit: int, box: dict[str, float]
) -> dict[int, Fit]:
    """The best among the offers within the box, or among all for an empty one."""
    query = QUERY.format(
        distance=HAVERSINE if need.travels else NO_DISTANCE, within=WITHIN if box else "", order=ORDERS[order]
    )
    values: dict[str, Any] = {
        "wanted": need.units,
        "latitude": need.latitude,
        "longitude": need.longitude,
        "needed_by": need.needed_by,
        "type": types[0],
        "types": types,
        "today": today,
        "stale_before": freshness.stale_before(clock.now()),
        "limit": limit,
        **FORMULA,
        **box,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {pk: Fit(points, int(km), arrival) for pk, points, km, arrival in cursor.fetchall()}
