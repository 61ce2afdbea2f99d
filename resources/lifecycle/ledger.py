"""Locks, states and movements of units: what every verb on a match is made of."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict
from members.models import Person
from resources.models import Match, MatchStatus, Movement, MovementKind, Offer, Request
from resources.models.match import TRANSITIONS


def lock_sides(offer: Offer, request: Request) -> tuple[Offer, Request]:
    """Lock the offer, then the request, and read both afresh with their organizations and types."""
    return Offer.objects.locked(offer.pk), Request.objects.locked(request.pk)


def lock(match: Match) -> Match:
    """Lock the match behind its offer and its request, and read all three afresh."""
    offer, request = lock_sides(match.offer, match.request)
    fresh = Match.objects.select_related("proposed_by").select_for_update(no_key=True, of=("self",)).get(pk=match.pk)
    fresh.offer, fresh.request = offer, request
    return fresh


def move(match: Match, new: MatchStatus, **fields: object) -> None:
    """Set the state of a locked match, with the fields that belong to it. Raises IllegalTransition."""
    states.check(TRANSITIONS, MatchStatus, old=match.status, new=new)
    match.status, match.changed_at = new, clock.now()
    for name, value in fields.items():
        setattr(match, name, value)
    match.save(update_fields=["status", "changed_at", *fields])


def hold(match: Match, *, actor: Person, key: str) -> None:
    """Hold the match's units on both sides. Raises Conflict when the key names another act."""
    try:
        _write(match, MovementKind.HOLD, units=match.quantity, actor=actor, key=key)
    except IntegrityError as error:
        if "request_key" not in str(error):
            raise
        raise Conflict(_("This key was used for another act already."), code="key_used") from error


def give_back(match: Match, *, actor: Person | None, units: int | None = None) -> None:
    """Give the match's units back to both sides: all of them, or those that did not arrive. Once in its life."""
    units = match.quantity if units is None else units
    if units:
        _write(match, MovementKind.RELEASE, units=-units, actor=actor, key=f"match:{match.pk}:release")


def _write(match: Match, kind: MovementKind, *, units: int, actor: Person | None, key: str) -> None:
    Movement.objects.create(
        match=match,
        offer=match.offer,
        request=match.request,
        kind=kind,
        units=units,
        request_key=key,
        recorded_by=actor,
    )
    # The trigger has moved the counters; both rows are locked, so what is in memory follows.
    match.offer.committed += units
    match.request.covered += units
