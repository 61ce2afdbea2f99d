"""The letter that asks an organization whether its offers and requests still stand."""

from dataclasses import dataclass
from datetime import date, datetime

from members import outbox
from members.models import Organization, OutgoingMail, Person
from resources import confirm_links, freshness
from resources.models import Offer, Request

LISTED = 50  # in a letter; beyond them it says how many more there are


@dataclass(frozen=True, slots=True)
class Asked:
    """What an organization is asked about on a day: how many there are, and the first of them to be listed."""

    organization: Organization
    on: date
    count: int
    rows: tuple[Offer | Request, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the letter, with the address by which it is confirmed."""

    posting: Offer | Request
    path: str
    closes_on: date


def question_to(organization: Organization, now: datetime) -> Asked:
    """All that waits for the organization's word or is to be asked about now, the longest unconfirmed first."""
    rows: list[Offer | Request] = []
    count = 0
    for model in (Offer, Request):
        found = model.objects.in_question(freshness.ask_along_before(now)).filter(organization=organization)
        count += found.count()
        rows += found.select_related("organization", "resource_type").order_by("confirmed_at", "pk")[:LISTED]
    rows.sort(key=lambda row: row.confirmed_at)
    return Asked(organization, now.date(), count, tuple(rows[:LISTED]))


def does_it_stand(question: Asked, *, person: Person) -> OutgoingMail | None:
    """Ask one who writes for the organization, once a day at most. None when it was sent before."""
    lines = [
        Line(
            row,
            confirm_links.path_for(row, person, asked_on=question.on),
            freshness.closes_on(row.confirmed_at, row.asked_on or question.on),
        )
        for row in question.rows
    ]
    context = {
        "organization": question.organization,
        "lines": lines,
        "more": question.more,
        "total": question.count,
        "all_path": confirm_links.path_for_all(question.organization, person, asked_on=question.on),
    }
    dedup = f"still-stands:{question.organization.pk}:{question.on.isoformat()}:{person.pk}"
    return outbox.enqueue(person, template="still_stands", context=context, kind="still-stands", dedup=dedup)
