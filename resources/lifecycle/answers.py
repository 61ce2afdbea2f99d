"""What each side says to a proposal before the two speak: that it has seen it, yes, or yes on other terms."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid
from members import guarding, overdue
from members.models import Organization, Person
from resources import kinds, permissions
from resources.lifecycle import duties, ledger, units
from resources.lifecycle.history import record, standing
from resources.models import Answer, AnswerKind, Match, MatchStatus, Seen, Stage

LONGEST_NOTE = 500  # characters, as the model holds


def note_seen(match: Match, *, actor: Person) -> bool:
    """Keep that a side has seen the match, when one who may answer for it opens it; whether that was the first time."""
    known = {seen.organization_id for seen in match.seen.all()}
    new = [party for party in match.parties if party.pk not in known]
    ours = [party for party in new if permissions.can_answer_for(actor, match, party)]
    Seen.objects.bulk_create(
        [Seen(match=match, organization=party, person=actor) for party in ours], ignore_conflicts=True
    )
    return bool(ours)


@transaction.atomic
def accept_match(
    match: Match, *, actor: Person, organization: Organization, note: str = "", explanation: str = ""
) -> Answer:
    """Say yes to the terms as they are now, for one side. When both have, they speak, and record what they agree on.

    Raises NotAllowed, Invalid (`money`), IllegalTransition, or Conflict (`already_accepted`).
    """
    match = _to_answer(match, actor=actor, organization=organization)
    if organization.pk in match.accepted_by:
        raise Conflict(
            _("%(organization)s has said yes already.") % {"organization": organization}, code="already_accepted"
        )
    before = standing(match)
    answer = _write(match, AnswerKind.ACCEPT, actor=actor, organization=organization, note=note)
    guarding.check_words(match, {"note": answer.note}, actor=actor, organization=organization, explanation=explanation)
    happened = record(
        match, kinds.MATCH_ACCEPTED, actor=actor, organization=organization, text=answer.note, before=before
    )
    duties.settle(match, because=happened, done_by=organization)
    return answer


@transaction.atomic
def counter_match(  # the words of the act
    match: Match,
    *,
    actor: Person,
    organization: Organization,
    quantity: int,
    deliver_by: date | None = None,
    note: str = "",
    explanation: str = "",
) -> Answer:
    """Answer with another quantity, or another day of delivery.

    From now on these are the terms, which the other side answers in as much time again; the units held follow. Raises
    NotAllowed, Invalid with the field, IllegalTransition, or Conflict (`too_few`, with `open`).
    """
    match = _to_answer(match, actor=actor, organization=organization)
    _check_terms(match, quantity=quantity, deliver_by=deliver_by)
    units.check_number(
        match.offer, match.request, quantity, already=match.quantity, given_by_giver=organization == match.giver
    )
    before = standing(match)
    more = quantity - match.quantity
    match.quantity, match.deliver_by = quantity, deliver_by
    match.answer_by = clock.now() + timedelta(days=settings.MATCH_ANSWER_DAYS)
    match.changed_at = clock.now()
    answer = _write(match, AnswerKind.COUNTER, actor=actor, organization=organization, note=note)
    if more:
        way = (Stage.OPEN, Stage.PROPOSED) if more > 0 else (Stage.PROPOSED, Stage.OPEN)
        ledger.write(match, *way, units=abs(more), actor=actor, key=f"answer:{answer.pk}")
    match.save(update_fields=["quantity", "deliver_by", "answer_by", "changed_at"])
    guarding.check_words(match, {"note": answer.note}, actor=actor, organization=organization, explanation=explanation)
    happened = record(
        match, kinds.MATCH_COUNTERED, actor=actor, organization=organization, text=in_words(answer), before=before
    )
    duties.settle(match, because=happened, done_by=organization)
    return answer


def in_words(answer: Answer) -> str:
    """The terms of an answer in a line: how many, by when, and its note."""
    count = ngettext("%(n)s unit", "%(n)s units", answer.quantity) % {"n": f"{answer.quantity:,}"}
    if answer.deliver_by:
        count = _("%(count)s, delivered by %(day)s") % {"count": count, "day": f"{answer.deliver_by:%b %-d, %Y}"}
    return f"{count}. {answer.note}".strip()


def _to_answer(match: Match, *, actor: Person, organization: Organization) -> Match:
    """The match, locked, which waits for an answer. Raises NotAllowed, or IllegalTransition when it no longer does."""
    if not permissions.can_answer_for(actor, match, organization):
        raise overdue.refusal(actor, organization)
    match = ledger.lock(match)
    if match.status != MatchStatus.PROPOSED:
        raise IllegalTransition(
            _("This match is “%(state)s”; it no longer waits for an answer.") % {"state": match.get_status_display()},
            old=match.status,
            new=MatchStatus.PROPOSED,
        )
    return match


def _write(match: Match, kind: AnswerKind, *, actor: Person, organization: Organization, note: str = "") -> Answer:
    if len(note) > LONGEST_NOTE:
        raise Invalid(_("Use at most %(most)s characters.") % {"most": LONGEST_NOTE}, field="note", most=LONGEST_NOTE)
    return Answer.objects.create(
        match=match,
        organization=organization,
        kind=kind,
        quantity=match.quantity,
        deliver_by=match.deliver_by,
        note=note.strip(),
        answered_by=actor,
    )


def _check_terms(match: Match, *, quantity: int, deliver_by: date | None) -> None:
    if (quantity, deliver_by) == (match.quantity, match.deliver_by):
        raise Invalid(_("These are the terms already. Change the number or the day, or accept."), field="quantity")
    if deliver_by and deliver_by < clock.today():
        raise Invalid(_("This day has passed."), field="deliver_by")
