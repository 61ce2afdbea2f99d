"""The verbal agreement: one side's record is enough, and either side may still call the match off before receipt."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid
from members import guarding, notices, overdue
from members.models import Activity, Organization, Person
from members.wording import Kind
from resources import kinds, permissions
from resources.lifecycle import duties, ledger
from resources.lifecycle.history import record, standing
from resources.models import Agreement, AgreementMeans, Match, MatchStatus

LONGEST_AGO = timedelta(days=365)  # a word given earlier is a slip of the date, or no word on this match
LONGEST_NAME, LONGEST_TERMS = 200, 2000  # characters, as the model holds


@transaction.atomic
def record_agreement(  # who, with whom, when, how, what: the record is these
    match: Match,
    *,
    actor: Person,
    organization: Organization,
    spoke_with: str,
    spoken_at: datetime,
    means: str = AgreementMeans.PHONE,
    terms: str,
    explanation: str = "",
) -> Agreement:
    """Put on record what was agreed by word of mouth, for one side.

    The first side's record makes a proposal binding; the other side's confirms or corrects it while it is under way.
    Raises NotAllowed, Invalid (`money` for words of price), Conflict (`already_recorded`) and IllegalTransition.
    """
    if not permissions.can_answer_for(actor, match, organization):
        raise overdue.refusal(actor, organization)
    _check_record(spoke_with=spoke_with, spoken_at=spoken_at, means=means, terms=terms)
    match = ledger.lock(match)
    first, before = match.status == MatchStatus.PROPOSED, standing(match)
    _check_side(match, organization)
    if first:
        ledger.move(match, MatchStatus.AGREED, actor=actor)
    agreement = Agreement.objects.create(
        match=match,
        organization=organization,
        recorded_by=actor,
        spoke_with=spoke_with.strip(),
        spoken_at=spoken_at,
        means=means,
        terms=terms.strip(),
    )
    _guard(agreement, explanation=explanation)
    kind = kinds.MATCH_AGREED if first else _kind_of_second(match, agreement)
    happened = record(match, kind, actor=actor, organization=organization, text=agreement.terms, before=before)
    duties.settle(match, because=happened, done_by=organization)
    if kind is kinds.MATCH_CORRECTED:
        _tell_of_difference(match, organization, because=happened)
    return agreement


@transaction.atomic
def cancel_match(match: Match, *, actor: Person, reason: str, explanation: str = "") -> Match:
    """Call a match off before it is received, and say why. The units go back to both sides."""
    if not permissions.can_cancel(actor, match):
        raise overdue.refusal(actor, *match.parties)
    if not reason.strip():
        raise Invalid(_("Say in a few words why."), field="reason")
    match = call_off(ledger.lock(match), actor=actor, reason=reason)
    side, said = permissions.employer_among(actor, *match.parties), {"reason": match.closing_note}
    guarding.check_words(match, said, actor=actor, organization=side, explanation=explanation)
    return match


def call_off(match: Match, *, actor: Person, reason: str) -> Match:
    """Cancel a locked match, for the verbs that have checked who asks. Raises IllegalTransition."""
    before = standing(match)
    ledger.move(match, MatchStatus.CANCELLED, actor=actor, closing_note=reason.strip()[:500])
    happened = record(match, kinds.MATCH_CANCELLED, actor=actor, text=match.closing_note, before=before)
    duties.settle(match, because=happened)
    if actor != match.proposed_by:
        duties.tell_proposer(match, because=happened)
    return match


def _guard(agreement: Agreement, *, explanation: str) -> None:
    said = {"spoke_with": agreement.spoke_with, "terms": agreement.terms}
    side = agreement.organization
    guarding.check_words(agreement.match, said, actor=agreement.recorded_by, organization=side, explanation=explanation)


def _kind_of_second(match: Match, second: Agreement) -> Kind:
    """The second record confirms the first, or says it in other words, which the first side has to read."""
    first = match.agreements.exclude(pk=second.pk).get()
    return kinds.MATCH_CONFIRMED if first.terms.split() == second.terms.split() else kinds.MATCH_CORRECTED


def _tell_of_difference(match: Match, organization: Organization, *, because: Activity) -> None:
    other = match.giver if organization == match.receiver else match.receiver
    notices.tell(
        notices.writers_of(other),
        kinds.AGREEMENT_DIFFERS,
        title=match.in_words,
        url=match.get_absolute_url(),
        subject=f"{match.topic}:differs",
        must_act=False,
        because=because,
    )


def _check_record(*, spoke_with: str, spoken_at: datetime, means: str, terms: str) -> None:
    if not spoke_with.strip():
        raise Invalid(_("Say whom you spoke with."), field="spoke_with")
    if spoken_at > clock.now():
        raise Invalid(_("The talk cannot be in the future."), field="spoken_at")
    if spoken_at < clock.now() - LONGEST_AGO:
        raise Invalid(_("That is more than a year ago. Check the date."), field="spoken_at")
    if means not in AgreementMeans.values:
        raise Invalid(_("Choose one of the ways to agree."), field="means")
    if not terms.strip():
        raise Invalid(_("Say what was agreed."), field="terms")
    for field, text, most in (("spoke_with", spoke_with, LONGEST_NAME), ("terms", terms, LONGEST_TERMS)):
        if len(text) > most:  # nothing is cut from a record
            raise Invalid(_("Use at most %(most)s characters.") % {"most": most}, field=field, most=most)


def _check_side(match: Match, organization: Organization) -> None:
    if match.status not in {MatchStatus.PROPOSED, MatchStatus.AGREED, MatchStatus.SHIPPED}:
        raise IllegalTransition(
            _("This match is “%(state)s”; there is nothing to agree on any longer.")
            % {"state": match.get_status_display()},
            old=match.status,
            new=MatchStatus.AGREED,
        )
    if match.agreements.filter(organization=organization).exists():
        raise Conflict(
            _("%(organization)s has recorded this agreement already.") % {"organization": organization},
            code="already_recorded",
        )
