"""What was agreed goes on its way, and arrives: whole, in part, or not at all."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from members import guarding, overdue
from members.models import Person
from resources import kinds, permissions
from resources.lifecycle import duties, ledger
from resources.lifecycle.history import record, standing
from resources.models import Match, MatchStatus, Stage


@transaction.atomic
def record_shipment(match: Match, *, actor: Person, carrier: str = "", tracking: str = "", lots: str = "") -> Match:
    """Record, for the giving side, that the units are on their way. Raises NotAllowed and IllegalTransition."""
    if not permissions.can_ship(actor, match):
        raise overdue.refusal(actor, match.giver, otherwise=_("Only the giving organization records what it sends."))
    match = ledger.lock(match)
    before = standing(match)
    ledger.move(
        match,
        MatchStatus.SHIPPED,
        actor=actor,
        carrier=carrier.strip()[:120],
        tracking=tracking.strip()[:120],
        lots=lots.strip()[:200],
    )
    text = " ".join(filter(None, [match.carrier, match.tracking, match.lots]))
    happened = record(match, kinds.MATCH_SHIPPED, actor=actor, organization=match.giver, text=text, before=before)
    duties.settle(match, because=happened, done_by=match.giver)
    return match


@transaction.atomic
def record_receipt(match: Match, *, actor: Person, quantity: int, note: str = "", explanation: str = "") -> Match:
    """Record, for the receiving side, how many units arrived: from none to all.

    What did not arrive is given back, so that the request is open for it again and the offer no longer holds it.
    Raises NotAllowed, Invalid and IllegalTransition.
    """
    if not permissions.can_receive(actor, match):
        raise overdue.refusal(
            actor, match.receiver, otherwise=_("Only the receiving organization records what arrived.")
        )
    match = ledger.lock(match)
    before = standing(match)
    if not 0 <= quantity <= match.quantity:
        raise Invalid(
            _("Give a number from 0 to %(most)s.") % {"most": f"{match.quantity:,}"},
            field="quantity",
            most=match.quantity,
        )
    ledger.move(
        match,
        MatchStatus.RECEIVED,
        actor=actor,
        units={Stage.DELIVERED: quantity, Stage.OPEN: match.quantity - quantity},
        received_quantity=quantity,
        closing_note=note.strip()[:500],
    )
    said = {"note": match.closing_note}
    guarding.check_words(match, said, actor=actor, organization=match.receiver, explanation=explanation)
    told = _told(match)
    happened = record(match, kinds.MATCH_RECEIVED, actor=actor, organization=match.receiver, text=told, before=before)
    duties.settle(match, because=happened, done_by=match.receiver)
    return match


def _told(match: Match) -> str:
    count = _("%(received)s of %(agreed)s arrived.") % {
        "received": f"{match.received_quantity:,}",
        "agreed": f"{match.quantity:,}",
    }
    return f"{count} {match.closing_note}".strip()
