"""The addresses in letters by which one says, without signing in, that an offer or request still stands.

An address is a signature over what was asked: of which row (or of all of the organization), as it was last confirmed,
on which day, and whom. It is kept nowhere and cannot be forged; it serves only its own question, and only as long as
that question waits. Looking at it changes nothing, since mail scanners open what they find.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from members import overdue
from members.models import Organization, Person
from resources import confirming, permissions
from resources.models import Offer, Request

ALL = "all"
SHOWN = 50  # rows on the page of a question about all
_models: dict[str, type[Offer] | type[Request]] = {"offer": Offer, "request": Request}
_signer = signing.Signer(salt="resources.confirm_links")


@dataclass(frozen=True)
class Question:
    """What one person was asked by a letter, and how it stands now."""

    person: Person
    organization: Organization
    asked_on: date
    posting: Offer | Request | None = None  # None: all that the organization was asked about
    as_confirmed: int = 0  # when the posting had last been confirmed, in microseconds since 1970

    @property
    def has_run_out(self) -> bool:
        """Whether the letter is older than anything it asks about can grow."""
        return clock.now().date() > self.asked_on + timedelta(days=settings.POSTING_CLOSE_DAYS)

    @property
    def may_answer(self) -> bool:
        """Whether the person may still write for the organization, and it is still its own."""
        whose = self.posting.organization_id if self.posting else self.organization.pk
        return whose == self.organization.pk and permissions.can_post(self.person, self.organization)

    @property
    def why_not(self) -> str:
        """What keeps the person from answering, in a sentence, with what mends it where something does."""
        if self.may_answer:
            return ""
        otherwise = _(
            "You may not write for %(name)s now, or this has passed on to others. Somebody who may can confirm it in "
            "the portal."
        ) % {"name": self.organization}
        return str(overdue.refusal(self.person, self.organization, otherwise=otherwise))

    @cached_property
    def rows(self) -> list[Offer | Request]:
        """The first of those that wait for this answer, the longest unconfirmed first."""
        if self.posting:
            waits = self.posting.is_open and _micros(self.posting.confirmed_at) == self.as_confirmed
            return [self.posting] if waits else []
        found: list[Offer | Request] = []
        for model in _models.values():
            rows = model.objects.waiting().filter(organization=self.organization, asked_on__lte=self.asked_on)
            found += rows.select_related("resource_type").order_by("confirmed_at", "pk")[:SHOWN]
        return sorted(found, key=lambda row: row.confirmed_at)[:SHOWN]

    def confirm(self) -> int:
        """Say yes; returns to how many. Raises NotAllowed, or Conflict where it is closed meanwhile."""
        if self.posting is None:
            return confirming.confirm_all(self.organization, actor=self.person, asked_until=self.asked_on)
        confirming.confirm_posting(self.posting, actor=self.person)
        return 1


def path_for(posting: Offer | Request, person: Person, *, asked_on: date) -> str:
    """The page on which this person says that it still stands."""
    word = str(posting._meta.model_name)
    return _path(word, posting.pk, posting.organization_id, person.pk, _micros(posting.confirmed_at), asked_on)


def path_for_all(organization: Organization, person: Person, *, asked_on: date) -> str:
    """The page on which this person says that all still stand that the organization was asked about until that day."""
    return _path(ALL, 0, organization.pk, person.pk, 0, asked_on)


def read(token: str) -> Question | None:
    """The question behind an address; None when it is not one of ours, or what it is about is gone."""
    try:
        word, *numbers = _signer.unsign(token).split("-")
    except signing.BadSignature:
        return None
    row, whose, who, as_confirmed, day = map(int, numbers)
    person = Person.objects.filter(pk=who).first()
    organization = Organization.objects.filter(pk=whose).first()
    if person is None or organization is None:
        return None
    asked_on = date.fromordinal(day)
    if word == ALL:
        return Question(person, organization, asked_on)
    posting = _models[word].objects.select_related("organization", "resource_type").filter(pk=row).first()
    return Question(person, organization, asked_on, posting, as_confirmed) if posting else None


def _path(word: str, *numbers: int | date) -> str:
    plain = (str(number.toordinal() if isinstance(number, date) else number) for number in numbers)
    return reverse("resources:still_stands", args=[_signer.sign("-".join([word, *plain]))])


def _micros(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
