"""Locks, states and movements of units: what every verb on a match is made of."""

from collections.abc import Mapping

from django.db import IntegrityError
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict
from members.models import Person
from resources.models import Match, MatchStatus, Movement, Offer, Request, Stage
from resources.models.match import TRANSITIONS

# Where the units of a match are in each of its states.
STAGES = {
    MatchStatus.PROPOSED: Stage.PROPOSED,
    MatchStatus.AGREED: Stage.AGREED,
    MatchStatus.SHIPPED: Stage.IN_TRANSIT,
    MatchStatus.RECEIVED: Stage.DELIVERED,
    MatchStatus.RETURNED: Stage.RETURNED,
    MatchStatus.DECLINED: Stage.OPEN,
    MatchStatus.CANCELLED: Stage.OPEN,
    MatchStatus.UNDONE: Stage.OPEN,
    MatchStatus.LAPSED: Stage.OPEN,
}


def lock_sides(offer: Offer, request: Request) -> tuple[Offer, Request]:
    """Lock the offer, then the request, and read both afresh with their organizations and types."""
    return Offer.objects.locked(offer.pk), Request.objects.locked(request.pk)


def lock(match: Match) -> Match:
    """Lock the match behind its offer and its request, and read all three afresh."""
    offer, request = lock_sides(match.offer, match.request)
    rows = Match.objects.select_related("proposed_by", "proposed_for").select_for_update(no_key=True, of=("self",))
    fresh = rows.get(pk=match.pk)
    fresh.offer, fresh.request = offer, request
    return fresh


def hold(match: Match, *, actor: Person, key: str) -> None:
    """Hold the units of a new match on both sides. Raises Conflict when the key names another act."""
    try:
        write(match, Stage.OPEN, Stage.PROPOSED, units=match.quantity, actor=actor, key=key)
    except IntegrityError as error:
        if "request_key" not in str(error):
            raise
        raise Conflict(_("This key was used for another act already."), code="key_used") from error


def move(
    match: Match,
    new: MatchStatus,
    *,
    actor: Person | None,
    units: Mapping[Stage, int] | None = None,
    **fields: object,
) -> None:
    """Set the state of a locked match with the fields that belong to it, and move its units along.

    All go to the stage of the new state, or by `units` so many to each. Raises IllegalTransition.
    """
    states.check(TRANSITIONS, MatchStatus, old=match.status, new=new)
    here = STAGES[MatchStatus(match.status)]
    for stage, number in (units if units is not None else {STAGES[new]: match.quantity}).items():
        if number:
            write(match, here, stage, units=number, actor=actor, key=f"match:{match.pk}:{stage}")
    set_state(match, new, **fields)


def set_state(match: Match, new: MatchStatus, **fields: object) -> None:
    """Set the state of a locked match, whose units stay where they are. Raises IllegalTransition."""
    states.check(TRANSITIONS, MatchStatus, old=match.status, new=new)
    match.status, match.changed_at = new, clock.now()
    for name, value in fields.items():
        setattr(match, name, value)
    match.save(update_fields=["status", "changed_at", *fields])


def write(  # the line of the ledger has these parts
    match: Match, came_from: Stage, went_to: Stage, *, units: int, actor: Person | None, key: str
) -> None:
    """Write one line of a locked match; `key` is the act's own."""
    Movement.objects.create(
        match=match,
        offer=match.offer,
        request=match.request,
        came_from=came_from,
        went_to=went_to,
        units=units,
        request_key=key,
        recorded_by=actor,
    )
    # The trigger has moved the counters; both rows are locked, so what is in memory follows.
    match.offer.committed += units * ((came_from == Stage.OPEN) - (went_to in {Stage.OPEN, Stage.RETURNED}))
    match.request.covered += units * ((came_from == Stage.OPEN) - (went_to == Stage.OPEN))
