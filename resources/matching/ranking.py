"""How well an offer fits a request: one documented formula, computed here for one pair and in SQL for all of them.

Pure: dataclasses in, dataclasses out, no database and no framework. Who asks is no input, so it cannot weigh.

    points = 30 · 1000 / (1000 + km)                       near: half at 1,000 km
           + 25 · min(1, left / wanted)                    covers the need
           + 25 · (1 if the exact type, else 0)            what was asked for, not a substitute
           + 15 · max(0, 1 − days late / 14)               there in time
           +  5 · min(1, days of shelf life left / 30)     keeps, counted from the arrival
           − 10 · (1 if stale, else 0)                     nobody has confirmed it lately; never below 0 points

`km` is the great-circle distance rounded to whole kilometres, 0 for what does not travel. What is free now travels
one day for loading and one more for each 800 km begun; so it arrives at `arrival`. 100 points mean that nothing
could be better. Equal points: the nearer, then the older offer first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any

from coalition.shared.geography import distance_km, region_of

FORMULA = 2  # kept with each match; goes up whenever the points of a pair may change

NEAR_POINTS, COVER_POINTS, EXACT_POINTS, TIME_POINTS, SHELF_POINTS = 30, 25, 25, 15, 5
STALE_POINTS = 10  # taken off an offer that its owner has not stood by lately
HALF_KM = 1000  # at this distance half of the points for nearness are left
KM_A_DAY = 800  # by road
LATE_DAYS = 14  # this late, nothing is left of the points for time
SHELF_DAYS = 30  # keeping this long after arrival is enough


@dataclass(frozen=True, slots=True)
class Need:
    """What is lacking, where, by when. Whose need it is, is left out on purpose."""

    units: int  # still open
    latitude: float
    longitude: float
    state: str  # postal code, for the words
    needed_by: date
    travels: bool = True  # false for software and data


@dataclass(frozen=True, slots=True)
class Supply:
    """What of an offer matters for the ranking."""

    offer: int
    units: int  # left
    latitude: float
    longitude: float
    state: str
    available_from: date
    available_until: date | None = None
    expires_on: date | None = None
    return_on: date | None = None
    least_lot: int = 1
    conditions: str = ""
    substitute_note: str | None = None  # None: the exact type
    unconfirmed_since: date | None = None  # None: its owner has confirmed it lately


@dataclass(frozen=True, slots=True)
class Fit:
    """How a supply fits a need."""

    points: float  # 0 to 100
    km: int
    arrival: date


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason for, or a caution about, an offer: a word for what it is, and its facts."""

    what: str
    facts: dict[str, Any] = field(default_factory=dict)


def assess(need: Need, supply: Supply, *, today: date) -> Fit | None:
    """How the supply fits the need; None when it cannot serve it at all."""
    km = distance(need, supply)
    arrival = arrival_on(supply.available_from, km, today=today)
    if not _can_serve(need, supply, arrival=arrival, today=today):
        return None
    return Fit(points(need, supply, km=km, arrival=arrival), km, arrival)


def rank(need: Need, supplies: Iterable[Supply], *, today: date) -> list[tuple[Supply, Fit]]:
    """Those that can serve the need, the best first."""
    fits = [(supply, fit) for supply in supplies if (fit := assess(need, supply, today=today))]
    return sorted(fits, key=lambda pair: (-pair[1].points, pair[1].km, pair[0].offer))


def distance(need: Need, supply: Supply) -> int:
    """Whole kilometres between the two, 0 for what does not travel."""
    if not need.travels:
        return 0
    return round(distance_km((need.latitude, need.longitude), (supply.latitude, supply.longitude)))


def travel_days(km: int) -> int:
    """A day for loading, and one for each `KM_A_DAY` begun."""
    return 1 + ceil(km / KM_A_DAY)


def arrival_on(available_from: date, km: int, *, today: date) -> date:
    """When it can be there."""
    return max(available_from, today) + timedelta(days=travel_days(km))


def points(need: Need, supply: Supply, *, km: int, arrival: date) -> float:
    """The formula at the head of this module."""
    late = max(0, (arrival - need.needed_by).days)
    shelf = SHELF_DAYS if supply.expires_on is None else (supply.expires_on - arrival).days
    found = (
        NEAR_POINTS * HALF_KM / (HALF_KM + km)
        + COVER_POINTS * min(1, supply.units / need.units)
        + EXACT_POINTS * (supply.substitute_note is None)
        + TIME_POINTS * max(0, 1 - late / LATE_DAYS)
        + SHELF_POINTS * min(1, shelf / SHELF_DAYS)
    )
    return max(0, found - STALE_POINTS) if supply.unconfirmed_since else found


def most_points_at(km: int) -> float:
    """What no supply at this distance or beyond can exceed."""
    return 100 - NEAR_POINTS + NEAR_POINTS * HALF_KM / (HALF_KM + km)


def reasons(need: Need, supply: Supply, fit: Fit, *, today: date) -> list[Remark]:
    """Why it fits, the strongest first."""
    share = 100 * supply.units // need.units
    found = [
        supply.substitute_note is None and Remark("exact"),
        share >= 100 and Remark("covers_all"),
        1 <= share < 100 and Remark("covers", {"share": share}),
        _ready(need, supply, fit, today=today),
        need.travels and _near(need, supply),
    ]
    return [remark for remark in found if remark]


def cautions(need: Need, supply: Supply, fit: Fit) -> list[Remark]:
    """What to mind before it is proposed."""
    shelf = (supply.expires_on - fit.arrival).days if supply.expires_on else SHELF_DAYS
    found = [
        supply.unconfirmed_since and Remark("stale", {"since": supply.unconfirmed_since, "points": STALE_POINTS}),
        supply.substitute_note is not None and Remark("substitute", {"note": supply.substitute_note}),
        fit.arrival > need.needed_by and Remark("late", {"arrival": fit.arrival, "needed": need.needed_by}),
        shelf < SHELF_DAYS and Remark("expires", {"on": supply.expires_on}),
        supply.return_on and Remark("loan", {"on": supply.return_on}),
        supply.available_until
        and supply.available_until < need.needed_by
        and Remark("until", {"on": supply.available_until}),
        supply.least_lot > 1 and Remark("least_lot", {"least": supply.least_lot}),
        supply.conditions and Remark("conditions", {"text": supply.conditions}),
    ]
    return [remark for remark in found if remark]


def _can_serve(need: Need, supply: Supply, *, arrival: date, today: date) -> bool:
    """Units enough for its least lot, not over, and not expired on arrival."""
    if not 1 <= supply.least_lot <= min(supply.units, need.units):
        return False
    if supply.available_until and supply.available_until < today:
        return False
    return supply.expires_on is None or supply.expires_on >= arrival


def _ready(need: Need, supply: Supply, fit: Fit, *, today: date) -> Remark | None:
    if fit.arrival > need.needed_by:
        return None
    if supply.available_from <= today:
        return Remark("ready_now")
    return Remark("ready_on", {"on": supply.available_from})


def _near(need: Need, supply: Supply) -> Remark | None:
    if need.state == supply.state:
        return Remark("same_state")
    region = region_of(need.state)
    if region is not None and region == region_of(supply.state):
        return Remark("same_region", {"region": region})
    return None
