"""Where an offer or a request is, in degrees, so that distances can be told."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from coalition.shared import geography
from coalition.shared.errors import Invalid
from members.models import Organization
from resources.models import Offer, Request
from resources.rules import check_state

FIFTH = Decimal("0.00001")  # of a degree: about a metre, as the columns keep it


def place(posting: Offer | Request) -> None:
    """Set the coordinates of a new posting: those given, or else those that its city and state have.

    Raises Invalid for an unknown state, half a pair of coordinates, or a point that is not on Earth.
    """
    check_state(posting.state)
    if all(getattr(posting, field) is None for field in ("latitude", "longitude")):
        posting.latitude, posting.longitude = point_of(posting.organization, city=posting.city, state=posting.state)
    _check_point(posting)


def place_anew(posting: Offer | Request, changed: Collection[str]) -> None:
    """Set the coordinates after an edit: a new city or state without coordinates of its own has others."""
    if {"latitude", "longitude"}.isdisjoint(changed) and not {"city", "state"}.isdisjoint(changed):
        check_state(posting.state)
        posting.latitude, posting.longitude = point_of(posting.organization, city=posting.city, state=posting.state)
    _check_point(posting)


def point_of(organization: Organization, *, city: str, state: str) -> tuple[Decimal, Decimal]:
    """Latitude and longitude: the organization's own when it is in that city, else the centre of the state."""
    known = organization.latitude is not None and organization.longitude is not None
    if known and organization.state == state and organization.city.casefold() == city.strip().casefold():
        return organization.latitude, organization.longitude  # type: ignore[return-value]  # known
    centre = geography.STATES[state]
    return centre.latitude, centre.longitude


def _check_point(posting: Offer | Request) -> None:
    for field, limit in (("latitude", 90), ("longitude", 180)):
        value = getattr(posting, field)
        if value is None:
            raise Invalid(_("Give both latitude and longitude, or neither."), field=field)
        degrees = Decimal(value)
        if not degrees.is_finite() or abs(degrees) > limit:
            raise Invalid(_("Degrees go from -%(n)d to %(n)d.") % {"n": limit}, field=field)
        setattr(posting, field, degrees.quantize(FIFTH))
