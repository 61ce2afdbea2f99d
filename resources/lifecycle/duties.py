"""What a match waits for: which organization must do what next. It follows from the match alone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from members import notices
from members.models import Activity, Notice, Organization
from members.wording import Kind
from resources import kinds, permissions
from resources.models import Match, MatchStatus

# What is said of a duty on the page of its match, where it is clear what it is about.
WORDS = {
    kinds.ANSWER_MATCH.name: _("%(organization)s is asked to answer"),
    kinds.AGREE_MATCH.name: _("%(organization)s is asked to speak with the other side, and to record what is agreed"),
    kinds.CONFIRM_MATCH.name: _("%(organization)s is asked to confirm the agreement"),
    kinds.SEND_MATCH.name: _("%(organization)s is asked to send the units"),
    kinds.RECEIVE_MATCH.name: _("%(organization)s is asked to record what arrives"),
    kinds.RETURN_MATCH.name: _("%(organization)s is asked to bring the loan back"),
    kinds.TAKE_BACK_MATCH.name: _("%(organization)s is asked to record what came back"),
    kinds.CLOSE_MATCH.name: _("%(organization)s is asked to confirm what the other side recorded"),
}
ALL = (
    *(kinds.ANSWER_MATCH, kinds.AGREE_MATCH, kinds.CONFIRM_MATCH, kinds.SEND_MATCH, kinds.RECEIVE_MATCH),
    *(kinds.RETURN_MATCH, kinds.TAKE_BACK_MATCH, kinds.CLOSE_MATCH),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """That an organization must act: `kind` says how, `due_at` until when, if there is an end to it."""

    organization: Organization
    kind: Kind
    due_at: datetime | None = None

    @property
    def in_words(self) -> str:
        """Who has to do what, in the reader's language."""
        return str(WORDS[self.kind.name]) % {"organization": self.organization}


def duties_of(match: Match) -> list[Duty]:
    """What the match waits for now, the giver's duties first.

    The record of one side binds both; the other is asked to confirm it for as long as the match is under way.
    """
    if match.status == MatchStatus.PROPOSED:
        return _to_answer(match)
    if match.status in {MatchStatus.AGREED, MatchStatus.SHIPPED}:
        return _to_deliver(match)
    return _to_end(match)


def _to_answer(match: Match) -> list[Duty]:
    accepted = match.accepted_by
    waiting = [party for party in match.parties if party.pk not in accepted]
    if waiting:
        return [Duty(party, kinds.ANSWER_MATCH, match.answer_by) for party in waiting]
    return [Duty(party, kinds.AGREE_MATCH, match.answer_by) for party in match.parties]


def _to_deliver(match: Match) -> list[Duty]:
    agreed = {agreement.organization_id for agreement in match.agreements.all()}
    duties = [Duty(party, kinds.CONFIRM_MATCH) for party in match.parties if party.pk not in agreed]
    if match.status == MatchStatus.AGREED:
        return [*duties, Duty(match.giver, kinds.SEND_MATCH)]
    return [*duties, Duty(match.receiver, kinds.RECEIVE_MATCH)]


def _to_end(match: Match) -> list[Duty]:
    if match.is_lent:
        due = _end_of(match.offer.return_on) if match.offer.return_on else None
        return [Duty(match.receiver, kinds.RETURN_MATCH, due), Duty(match.giver, kinds.TAKE_BACK_MATCH, due)]
    party = permissions.confirming(match)
    if party is None or any(dispute.is_open for dispute in match.disputes.all()):
        return []
    return [Duty(party, kinds.CLOSE_MATCH, match.changed_at + timedelta(days=settings.MATCH_CONFIRM_DAYS))]


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), get_default_timezone())


def settle(match: Match, *, because: Activity, done_by: Organization | None = None) -> None:
    """Close the notices of duties that are over, and put the present ones before the writers of their organization.

    What `done_by` had to do is done; what others had to do is no longer needed.
    """
    present = {_subject(match, duty.kind, duty.organization): duty for duty in duties_of(match)}
    for subject in _open_subjects(match) - present.keys():
        over = notices.done if done_by and subject.endswith(f":{done_by.pk}") else notices.void
        over(subject)
    for subject, duty in present.items():
        notices.tell(
            notices.writers_of(duty.organization),
            duty.kind,
            title=match.in_words,
            url=match.get_absolute_url(),
            subject=subject,
            due_at=duty.due_at,
            because=because,
        )


def release(match: Match, organization: Organization) -> None:
    """The organization is no longer a party: what waited for it waits no longer."""
    for kind in ALL:
        notices.void(_subject(match, kind, organization))


def tell_proposer(match: Match, *, because: Activity) -> None:
    """Tell who proposed the match that it came to nothing, so that the need is matched anew."""
    notices.tell(
        [match.proposed_by],
        kinds.MATCH_FELL_THROUGH,
        title=match.in_words,
        url=f"{reverse('resources:board')}?request={match.request_id}",
        subject=match.topic,
        must_act=False,
        because=because,
    )


def _subject(match: Match, kind: Kind, organization: Organization) -> str:
    """One subject a duty, so that a person who writes for both sides has a notice for each."""
    return f"{match.topic}:{kind.name.removeprefix('notice.')}:{organization.pk}"


def _open_subjects(match: Match) -> set[str]:
    possible = [_subject(match, kind, party) for kind in ALL for party in match.parties]
    return set(Notice.objects.open().filter(subject__in=possible).values_list("subject", flat=True))
