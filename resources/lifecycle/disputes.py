"""A dispute: one side says that the record is wrong; somebody settles it who had no part in the match."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members import guarding, notices, overdue
from members.models import Activity, Organization, Person
from resources import kinds, permissions
from resources.lifecycle import duties, ledger
from resources.lifecycle.agreements import call_off
from resources.lifecycle.history import record, standing
from resources.models import Dispute, DisputeOutcome, Match, MatchStatus, Stage
from resources.models.match import ARRIVED

LONGEST = 1000  # characters, as the model holds
AFTER_THE_END = timedelta(days=30)  # in which what is closed can still be disputed
DISPUTABLE = (MatchStatus.AGREED, MatchStatus.SHIPPED, *ARRIVED)


@transaction.atomic
def raise_dispute(
    match: Match, *, actor: Person, organization: Organization, text: str, explanation: str = ""
) -> Dispute:
    """Say for one side what is not right. Coordinators who had no part in the match are asked to settle it.

    Raises NotAllowed, Invalid, IllegalTransition (nothing agreed yet, or long over), or Conflict (`disputed`).
    """
    if not permissions.can_answer_for(actor, match, organization):
        raise overdue.refusal(actor, organization)
    match = ledger.lock(match)
    _check_disputable(match)
    dispute = Dispute.objects.create(
        match=match,
        organization=organization,
        raised_by=actor,
        text=_sentence(text, "text"),
        matched_by_id=match.proposed_by_id,
    )
    guarding.check_words(match, {"text": dispute.text}, actor=actor, organization=organization, explanation=explanation)
    happened = record(
        match, kinds.MATCH_DISPUTED, actor=actor, organization=organization, text=dispute.text, before=standing(match)
    )
    duties.settle(match, because=happened)
    _ask_to_settle(match, because=happened)
    return dispute


@transaction.atomic
def settle_dispute(  # the words of the act
    dispute: Dispute,
    *,
    actor: Person,
    outcome: str,
    resolution: str,
    quantity: int | None = None,
    explanation: str = "",
) -> Dispute:
    """Settle what is disputed: the record stands, the match is called off, or the number received is put right.

    `quantity` is the number received, for the last. Raises NotAllowed, Invalid with the field, IllegalTransition, or
    Conflict: `settled` when somebody has settled it before, `too_few` when there are not so many units.
    """
    match = ledger.lock(Match.objects.with_parties().get(pk=dispute.match_id))
    dispute = Dispute.objects.select_for_update(no_key=True).get(pk=dispute.pk)
    dispute.match = match
    if not permissions.can_settle(actor, match):
        raise had_a_part()
    if not dispute.is_open:
        raise Conflict(_("This dispute was settled before."), code="settled")
    if outcome not in DisputeOutcome.values:
        raise Invalid(_("Say how it is settled."), field="outcome")
    dispute.outcome, dispute.resolution = outcome, _sentence(resolution, "resolution")
    dispute.settled_by, dispute.settled_at = actor, clock.now()
    dispute.save(update_fields=["outcome", "resolution", "settled_by", "settled_at"])
    guarding.check_words(
        match, {"resolution": dispute.resolution}, actor=actor, organization=None, explanation=explanation
    )
    before = standing(match)
    _put_right(dispute, quantity, actor=actor)
    text = f"{dispute.get_outcome_display()}. {dispute.resolution}"
    _tell_settled(match, because=record(match, kinds.DISPUTE_SETTLED, actor=actor, text=text, before=before))
    return dispute


def settle_dispute_of(match: Match, *, actor: Person, **said: Any) -> Dispute:
    """Settle the newest dispute about the match. Raises as `settle_dispute`, or Conflict (`no_dispute`)."""
    dispute = match.disputes.order_by("-pk").first()
    if dispute is None:
        if not permissions.can_settle(actor, match):
            raise had_a_part()
        raise Conflict(_("There is no dispute about this match."), code="no_dispute")
    return settle_dispute(dispute, actor=actor, **said)


def had_a_part() -> NotAllowed:
    """The refusal for who made the match, or belongs to one of its sides."""
    return NotAllowed(
        _("A coordinator settles it who did not make the match, and whom neither organization employs."),
        code="had_a_part",
    )


def _check_disputable(match: Match) -> None:
    late = match.status == MatchStatus.CLOSED and match.changed_at < clock.now() - AFTER_THE_END
    if match.status not in DISPUTABLE or late:
        raise IllegalTransition(
            _("This match is “%(state)s”; there is nothing to dispute.") % {"state": match.get_status_display()},
            old=match.status,
            new=match.status,
        )
    if match.disputes.open().exists():
        raise Conflict(_("There is a dispute about this match already. Write in its discussion."), code="disputed")


def _sentence(text: str, field: str) -> str:
    if not text.strip():
        raise Invalid(_("Say it in a sentence: both sides read it."), field=field)
    if len(text) > LONGEST:
        raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST}, field=field, most=LONGEST)
    return text.strip()


def _put_right(dispute: Dispute, quantity: int | None, *, actor: Person) -> None:
    match = dispute.match
    if dispute.outcome == DisputeOutcome.CALLED_OFF:
        call_off(match, actor=actor, reason=dispute.resolution)
    elif dispute.outcome == DisputeOutcome.AMENDED:
        _amend(match, quantity, actor=actor, key=f"dispute:{dispute.pk}")


def _amend(match: Match, quantity: int | None, *, actor: Person, key: str) -> None:
    """Put the number received right. What comes or goes moves on the ledger as well."""
    if match.received_quantity is None:
        raise Invalid(_("Nothing is on record as received, so that there is no number to put right."), field="outcome")
    least = match.returned_quantity or 0
    if quantity is None or not least <= quantity <= match.quantity:
        raise Invalid(
            _("Give a number from %(least)s to %(most)s.") % {"least": f"{least:,}", "most": f"{match.quantity:,}"},
            field="quantity",
            most=match.quantity,
        )
    more = quantity - match.received_quantity
    free = min(match.offer.left, match.request.still_open)
    if more > free:
        raise Conflict(
            _("Only %(n)s more can be counted: the rest is held by other matches.") % {"n": f"{free:,}"},
            code="too_few",
            field="quantity",
            open=match.received_quantity + free,
        )
    if more:
        way = (Stage.OPEN, Stage.DELIVERED) if more > 0 else (Stage.DELIVERED, Stage.OPEN)
        ledger.write(match, *way, units=abs(more), actor=actor, key=key)
    match.received_quantity, match.changed_at = quantity, clock.now()
    match.save(update_fields=["received_quantity", "changed_at"])


def _ask_to_settle(match: Match, *, because: Activity) -> None:
    people = [*notices.coordinators(), *notices.admins()]
    notices.tell(
        [person for person in people if permissions.can_settle(person, match)],
        kinds.SETTLE_DISPUTE,
        title=match.in_words,
        url=match.get_absolute_url(),
        subject=f"{match.topic}:dispute",
        because=because,
    )


def _tell_settled(match: Match, *, because: Activity) -> None:
    notices.done(f"{match.topic}:dispute")
    notices.tell(
        notices.writers_of(*match.parties),
        kinds.DISPUTE_WAS_SETTLED,
        title=match.in_words,
        url=match.get_absolute_url(),
        subject=f"{match.topic}:settled",
        must_act=False,
        because=because,
    )
    duties.settle(match, because=because)
