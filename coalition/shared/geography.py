"""The places the coalition speaks of: 50 states, the District of Columbia and Puerto Rico.

Centres are approximate geographic centres in degrees (WGS 84, two decimals), good for ranking by distance when no
better place is known. Regions are the ten of the US Department of Health and Human Services.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, IUGG
KM_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class State:
    """A state: postal code, name, HHS region (1 to 10), centre."""

    code: str
    name: str
    region: int
    latitude: Decimal
    longitude: Decimal


_TABLE = """
AL|Alabama|4|32.81|-86.79
AK|Alaska|10|64.07|-152.28
AZ|Arizona|9|34.27|-111.66
AR|Arkansas|6|34.89|-92.44
CA|California|9|37.18|-119.47
CO|Colorado|8|39.00|-105.55
CT|Connecticut|1|41.62|-72.73
DE|Delaware|3|38.99|-75.51
DC|District of Columbia|3|38.91|-77.01
FL|Florida|4|28.63|-82.45
GA|Georgia|4|32.64|-83.44
HI|Hawaii|9|20.29|-156.37
ID|Idaho|10|44.35|-114.61
IL|Illinois|5|40.04|-89.20
IN|Indiana|5|39.89|-86.28
IA|Iowa|7|42.08|-93.50
KS|Kansas|7|38.49|-98.38
KY|Kentucky|4|37.53|-85.30
LA|Louisiana|6|31.07|-92.00
ME|Maine|1|45.37|-69.24
MD|Maryland|3|39.06|-76.79
MA|Massachusetts|1|42.26|-71.81
MI|Michigan|5|44.35|-85.41
MN|Minnesota|5|46.28|-94.31
MS|Mississippi|4|32.74|-89.67
MO|Missouri|7|38.36|-92.46
MT|Montana|8|47.05|-109.63
NE|Nebraska|7|41.54|-99.80
NV|Nevada|9|39.33|-116.63
NH|New Hampshire|1|43.68|-71.58
NJ|New Jersey|2|40.19|-74.67
NM|New Mexico|6|34.41|-106.11
NY|New York|2|42.95|-75.53
NC|North Carolina|4|35.56|-79.39
ND|North Dakota|8|47.45|-100.47
OH|Ohio|5|40.29|-82.79
OK|Oklahoma|6|35.59|-97.49
OR|Oregon|10|43.93|-120.56
PA|Pennsylvania|3|40.88|-77.80
PR|Puerto Rico|2|18.22|-66.43
RI|Rhode Island|1|41.68|-71.56
SC|South Carolina|4|33.92|-80.90
SD|South Dakota|8|44.44|-100.23
TN|Tennessee|4|35.86|-86.35
TX|Texas|6|31.48|-99.33
UT|Utah|8|39.31|-111.67
VT|Vermont|1|44.07|-72.67
VA|Virginia|3|37.52|-78.85
WA|Washington|10|47.38|-120.45
WV|West Virginia|3|38.64|-80.62
WI|Wisconsin|5|44.62|-89.99
WY|Wyoming|8|43.00|-107.55
"""


def _read(line: str) -> State:
    code, name, region, latitude, longitude = line.split("|")
    return State(code, name, int(region), Decimal(latitude), Decimal(longitude))


STATES: dict[str, State] = {state.code: state for state in map(_read, _TABLE.split("\n")[1:-1])}
STATE_CHOICES: list[tuple[str, str]] = sorted(((s.code, s.name) for s in STATES.values()), key=lambda choice: choice[1])


# Each of the ten is called after the city of its regional office.
REGION_SEATS = {
    1: "Boston",
    2: "New York",
    3: "Philadelphia",
    4: "Atlanta",
    5: "Chicago",
    6: "Dallas",
    7: "Kansas City",
    8: "Denver",
    9: "San Francisco",
    10: "Seattle",
}


def states_in(region: int) -> list[str]:
    """The postal codes of the states in an HHS region (1 to 10), in their order; none for another number."""
    return sorted(code for code, state in STATES.items() if state.region == region)


def names_of(codes: Iterable[str]) -> list[str]:
    """The names of the states with these postal codes; a code that is no state is left out."""
    return [STATES[code].name for code in codes if code in STATES]


def region_of(code: str) -> int | None:
    """The HHS region (1 to 10) of a state's postal code, or None when there is no such state."""
    state = STATES.get(code)
    return state.region if state else None


def distance_km(a: tuple[float | Decimal, float | Decimal], b: tuple[float | Decimal, float | Decimal]) -> float:
    """Great-circle distance in km between two (latitude, longitude) pairs in degrees, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((radians(p[0]), radians(p[1])) for p in (a, b))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
