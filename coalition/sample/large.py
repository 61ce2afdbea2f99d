"""The large sample: any number of organizations, people, offers and requests, copied in bulk.

Rows go in by COPY, which the same constraints and triggers check; what the verbs would add beside them (activity,
notices, mail) is left out. Types follow Zipf's law and quantities a log-normal one with median 50 and ninth decile
1,000, as the public records of donated protective equipment of 2020 do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import exp, log
from random import Random
from typing import Any

from django.db import connection, transaction

from coalition.shared import clock
from coalition.shared.geography import STATES
from members.models import Joining, Membership, Organization, OrganizationKind, Person
from resources.models import MAX_QUANTITY, Offer, Request, ResourceType, Severity, Terms

MEDIAN, NINTH_DECILE, Z90 = 50, 1_000, 1.2816  # Z90: the normal distribution's 0.9 quantile
SIGMA = log(NINTH_DECILE / MEDIAN) / Z90
STATE_CODES = sorted(STATES)
SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.MEDIUM, Severity.LOW)
STALE = 0.1  # the share that nobody has confirmed lately
LOANABLE = (Terms.GIFT, Terms.GIFT, Terms.LOAN)

Values = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows went in."""

    organizations: int
    people: int
    offers: int
    requests: int

    def __str__(self) -> str:
        return (
            f"{self.organizations:,} organizations, {self.people:,} people, "
            f"{self.offers:,} offers, {self.requests:,} requests"
        )


@transaction.atomic
def copy(*, seed: int, organizations: int, people: int, offers: int, requests: int) -> Sizes:
    """Copy the sample into the database. Needs at least one organization and one person.

    The same seed and sizes give the same rows, relative to today.
    """
    maker = Maker(Random(seed), clock.now())  # noqa: S311  # a sample, not a secret
    _copy(Organization, ORGANIZATION, maker.organizations(organizations))
    _copy(Person, PERSON, maker.people(people))
    maker.organization_ids = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    maker.person_ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    maker.type_ids = list(ResourceType.objects.order_by("pk").values_list("pk", flat=True))
    _copy(Membership, MEMBERSHIP, maker.memberships())
    _copy(Offer, OFFER, maker.offers(offers))
    _copy(Request, REQUEST, maker.requests(requests))
    _analyze(Organization, Person, Membership, Offer, Request)
    return Sizes(organizations, people, offers, requests)


ORGANIZATION = (
    "name slug kind city state latitude longitude domain brings needs is_founding status admitted_at confirmed_at "
    "confirm_reminders created_at joining"
).split()
PERSON = (
    "email name password time_zone is_active is_coordinator is_admin keyboard_shortcuts digest_frequency digest_hour "
    "date_joined position phone"
).split()
MEMBERSHIP = "person_id organization_id role joined_at".split()
POSTING = (
    "organization_id resource_type_id title description quantity city state latitude longitude contact posted_by_id "
    "posted_at edited_at confirmed_at asked_on version status"
).split()
OFFER = [*POSTING, *"terms least_lot available_from available_until conditions committed".split()]
REQUEST = [*POSTING, *"severity needed_by covered".split()]


class Maker:
    """Makes rows out of one stream of random numbers."""

    def __init__(self, rng: Random, now: datetime) -> None:
        self.rng, self.now = rng, now
        self.word = Random(rng.getstate()[1][0])  # noqa: S311  # of its own, so that the other columns stay as they were
        self.organization_ids: list[int] = []
        self.person_ids: list[int] = []
        self.type_ids: list[int] = []

    def organizations(self, count: int) -> Iterator[Values]:
        """In the order of `ORGANIZATION`."""
        kinds = OrganizationKind.values
        for number in range(count):
            state, latitude, longitude = self._place()
            founded = self.now - timedelta(days=self.rng.randrange(1, 200))
            name, slug = f"Sample organization {number:06d}", f"sample-{number:06d}"
            kind = self.rng.choice(kinds)
            place = "", state, latitude, longitude
            standing = "admitted", founded, founded, 0, founded
            yield name, slug, kind, *place, "", "", "", False, *standing, Joining.CONSENT

    def people(self, count: int) -> Iterator[Values]:
        """In the order of `PERSON`; nobody can sign in with a password."""
        for number in range(count):
            name = f"Sample person {number:06d}"
            email = f"person{number:06d}@sample.example"
            yield email, name, "!", "", True, False, False, True, "daily", 7, self.now, "", ""

    def memberships(self) -> Iterator[Values]:
        """In the order of `MEMBERSHIP`: each person in one organization, the first ones as representatives."""
        whole = len(self.organization_ids)
        for number, person in enumerate(self.person_ids):
            role = "representative" if number < whole else "contributor"
            yield person, self.organization_ids[number % whole], role, self.now

    def offers(self, count: int) -> Iterator[Values]:
        """In the order of `OFFER`."""
        for posting in self._postings(count):
            begin = self.now.date() + timedelta(days=self.rng.randrange(-30, 15))
            end = begin + timedelta(days=self.rng.randrange(20, 120))
            least = max(1, posting[4] // 50)
            yield *posting, self.rng.choice(LOANABLE), least, begin, end, "", 0

    def requests(self, count: int) -> Iterator[Values]:
        """In the order of `REQUEST`."""
        for posting in self._postings(count):
            needed_by = self.now.date() + timedelta(days=self.rng.randrange(1, 30))
            yield *posting, self.rng.choice(SEVERITIES), needed_by, 0

    def _postings(self, count: int) -> Iterator[Values]:
        weights = list(accumulate(1 / rank for rank in range(1, len(self.type_ids) + 1)))
        kinds = self.rng.choices(self.type_ids, cum_weights=weights, k=count)
        for kind in kinds:
            state, latitude, longitude = self._place()
            at = self.now - timedelta(seconds=self.rng.randrange(1, 90 * 86_400))
            whose, who = self.rng.choice(self.organization_ids), self.rng.choice(self.person_ids)
            what = self._quantity(), "", state, latitude, longitude, ""
            yield whose, kind, "", "", *what, who, at, at, *self._owners_word(at), 1, "open"

    def _owners_word(self, posted_at: datetime) -> tuple[datetime, date | None]:
        """When it was last confirmed: for one in ten of the old ones so long ago that its owner was asked today."""
        days = self.word.randrange(22, 30) if self.word.random() < STALE else self.word.random() * 13
        confirmed_at = max(posted_at, self.now - timedelta(days=days))
        is_asked = confirmed_at < self.now - timedelta(days=14)
        return confirmed_at, self.now.date() if is_asked else None

    def _quantity(self) -> int:
        return max(1, min(MAX_QUANTITY, round(exp(self.rng.gauss(log(MEDIAN), SIGMA)))))

    def _place(self) -> tuple[str, str, str]:
        """A state, and a point within about 150 km of its centre."""
        state = STATES[self.rng.choice(STATE_CODES)]
        latitude = float(state.latitude) + self.rng.uniform(-1.3, 1.3)
        longitude = float(state.longitude) + self.rng.uniform(-1.3, 1.3)
        return state.code, f"{latitude:.5f}", f"{longitude:.5f}"


def _copy(model: type[Any], columns: Sequence[str], rows: Iterable[Values]) -> None:
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def _analyze(*models: type[Any]) -> None:
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
