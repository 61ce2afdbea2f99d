"""How a match ends: a loan comes back, the other side confirms, or after a while nobody objects; and how it went."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid
from members import guarding, overdue
from members.models import Organization, Person
from resources import kinds, permissions
from resources.lifecycle import duties, ledger
from resources.lifecycle.history import record, standing
from resources.models import Feedback, Match, MatchStatus, Stage, Went
from resources.models.match import ARRIVED

LONGEST_TEXT = 500  # characters, as the model holds


@transaction.atomic
def record_return(match: Match, *, actor: Person, quantity: int, note: str = "", explanation: str = "") -> Match:
    """Record, for the giving side, how many units of a loan came back: from none to all that arrived.

    What came back is free again on the offer. Raises NotAllowed, Invalid, IllegalTransition, or Conflict (`no_loan`).
    """
    if not permissions.can_return(actor, match):
        raise overdue.refusal(actor, match.giver, otherwise=_("Only the giving organization records what came back."))
    match = ledger.lock(match)
    if match.status == MatchStatus.RECEIVED and not match.is_lent:
        raise Conflict(_("This is no loan; nothing comes back."), code="no_loan")
    before, most = standing(match), match.received_quantity or 0
    if match.is_lent and not 0 <= quantity <= most:
        raise Invalid(_("Give a number from 0 to %(most)s.") % {"most": f"{most:,}"}, field="quantity", most=most)
    ledger.move(
        match,
        MatchStatus.RETURNED,
        actor=actor,
        units={Stage.RETURNED: quantity},
        returned_quantity=quantity,
        closing_note=_fitting(note, "note"),
    )
    guarding.check_words(
        match, {"note": match.closing_note}, actor=actor, organization=match.giver, explanation=explanation
    )
    told = _("%(returned)s of %(received)s came back.") % {"returned": f"{quantity:,}", "received": f"{most:,}"}
    text = f"{told} {match.closing_note}".strip()
    happened = record(match, kinds.MATCH_RETURNED, actor=actor, organization=match.giver, text=text, before=before)
    duties.settle(match, because=happened, done_by=match.giver)
    return match


@transaction.atomic
def confirm_outcome(match: Match, *, actor: Person) -> Match:
    """Confirm what the other side recorded at the end, which closes the match.

    The giver confirms what arrived, the receiver what came back. Raises NotAllowed, IllegalTransition, or Conflict:
    `still_lent` while a loan has to come back, `disputed` while a dispute is open.
    """
    if not any(permissions.can_answer_for(actor, match, party) for party in match.parties):
        raise overdue.refusal(actor, *match.parties)
    match = ledger.lock(match)
    party = _check_at_its_end(match)
    if not permissions.can_confirm(actor, match):
        raise overdue.refusal(
            actor, party, otherwise=_("Only %(organization)s confirms this.") % {"organization": party}
        )
    return _close(match, actor=actor, organization=party)


def close_unconfirmed(now: datetime) -> int:
    """Close every match at its end to which the other side has not objected in time at `now`; returns how many.

    Each in a transaction of its own, so that the failure of one undoes no other. A disputed one stays open.
    """
    with clock.at(now):
        silent = Match.objects.unconfirmed().exclude(pk__in=Match.objects.disputed().values("pk"))
        silent = silent.filter(changed_at__lte=now - timedelta(days=settings.MATCH_CONFIRM_DAYS))
        return sum(_close_silent(match) for match in silent.with_parties().order_by("changed_at", "pk"))


@transaction.atomic
def give_feedback(
    match: Match, *, actor: Person, organization: Organization, went: str, text: str = "", explanation: str = ""
) -> Feedback:
    """Say for one side, once, how it went. Raises NotAllowed, Invalid, or Conflict: `not_arrived`, `already_said`."""
    if not permissions.can_answer_for(actor, match, organization):
        raise overdue.refusal(actor, organization)
    if went not in Went.values:
        raise Invalid(_("Say how it went."), field="went")
    match = ledger.lock(match)
    if match.status not in ARRIVED:
        raise Conflict(_("Say how it went once something has arrived."), code="not_arrived")
    if match.feedback.filter(organization=organization).exists():
        raise Conflict(
            _("%(organization)s has said already how it went.") % {"organization": organization}, code="already_said"
        )
    said = Feedback.objects.create(
        match=match, organization=organization, went=went, text=_fitting(text, "text"), given_by=actor
    )
    guarding.check_words(match, {"text": said.text}, actor=actor, organization=organization, explanation=explanation)
    told = f"{said.get_went_display()}. {said.text}".strip()
    record(match, kinds.MATCH_FEEDBACK, actor=actor, organization=organization, text=told, before=standing(match))
    return said


def _fitting(text: str, field: str) -> str:
    if len(text) > LONGEST_TEXT:  # nothing is cut from a record
        raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST_TEXT}, field=field, most=LONGEST_TEXT)
    return text.strip()


def _check_at_its_end(match: Match) -> Organization:
    """The party whose word closes the match. Raises IllegalTransition or Conflict when no word of anybody can."""
    if match.is_lent:
        raise Conflict(_("The loan has to come back first."), code="still_lent")
    party = permissions.confirming(match)
    if party is None:
        raise IllegalTransition(
            _("This match is “%(state)s”; there is nothing to confirm.") % {"state": match.get_status_display()},
            old=match.status,
            new=MatchStatus.CLOSED,
        )
    if match.disputes.open().exists():
        raise Conflict(_("A dispute about it is open. It is settled first."), code="disputed")
    return party


@transaction.atomic
def _close_silent(match: Match) -> bool:
    match = ledger.lock(match)
    late = match.changed_at <= clock.now() - timedelta(days=settings.MATCH_CONFIRM_DAYS)
    if not late or permissions.confirming(match) is None or match.disputes.open().exists():
        return False  # something happened since it was listed
    _close(match, actor=None, organization=None)
    return True


def _close(match: Match, *, actor: Person | None, organization: Organization | None) -> Match:
    before = standing(match)
    ledger.set_state(match, MatchStatus.CLOSED)
    happened = record(
        match, kinds.MATCH_CLOSED, actor=actor, organization=organization, text=match.outcome, before=before
    )
    duties.settle(match, because=happened, done_by=organization)
    return match
