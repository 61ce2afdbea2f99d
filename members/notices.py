"""Notices: rows addressed to people who must or may act. Written in the transaction that causes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from coalition.shared import clock
from members.models import Activity, Notice, NoticeStatus, Organization, Person, Role
from members.models.person import WRITERS
from members.wording import Kind


def tell(
    people: Iterable[Person],
    what: Kind,
    *,
    title: str,
    url: str,
    subject: str,
    must_act: bool = True,
    due_at: datetime | None = None,
    because: Activity | None = None,
) -> None:
    """Put a notice before each person, once. Telling again what is still open changes nothing."""
    now = clock.now()
    rows = [
        Notice(
            person=person,
            kind=what.name,
            title=title[:300],
            url=url,
            subject=subject,
            must_act=must_act,
            due_at=due_at,
            activity=because,
            created_at=now,
        )
        for person in {person.pk: person for person in people}.values()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


@dataclass(frozen=True, slots=True)
class Word:
    """A notice for one person, where each is told of a thing of their own."""

    person: Person
    title: str
    url: str
    subject: str
    due_at: datetime | None = None


def tell_each(words: Iterable[Word], what: Kind, *, must_act: bool = True, because: Activity | None = None) -> None:
    """As `tell`, for many people and things in one go."""
    now = clock.now()
    rows = [
        Notice(
            person=word.person,
            kind=what.name,
            title=word.title[:300],
            url=word.url,
            subject=word.subject,
            must_act=must_act,
            due_at=word.due_at,
            activity=because,
            created_at=now,
        )
        for word in words
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def writers_of(*organizations: Organization) -> list[Person]:
    """The people who may answer for any of the organizations, by primary key."""
    return _holding(WRITERS, organizations)


def people_of(*organizations: Organization) -> list[Person]:
    """Everybody who belongs to any of the organizations, by primary key."""
    return _holding(Role, organizations)


def representatives_of(*organizations: Organization) -> list[Person]:
    """The representatives of any of the organizations, by primary key."""
    return _holding([Role.REPRESENTATIVE], organizations)


def coordinators() -> list[Person]:
    """The coordinators of the coalition, by primary key."""
    return list(Person.objects.filter(is_active=True, is_coordinator=True).order_by("pk"))


def admins() -> list[Person]:
    """The admins of the coalition, by primary key."""
    return list(Person.objects.filter(is_active=True, is_admin=True).order_by("pk"))


def _holding(roles: Iterable[str], organizations: Iterable[Organization]) -> list[Person]:
    return list(
        Person.objects.filter(
            is_active=True,
            memberships__ended_at__isnull=True,
            memberships__role__in=list(roles),
            memberships__organization__in=list(organizations),
        )
        .distinct()
        .order_by("pk")
    )


def done(subject: str, *, people: Iterable[Person] | None = None) -> int:
    """What the subject waited for has been done (by these people, or by anybody). Returns how many notices closed."""
    return _close(subject, NoticeStatus.DONE, people)


def void(subject: str) -> int:
    """The subject waits for nobody any longer. Returns how many notices closed."""
    return _close(subject, NoticeStatus.VOID, None)


def put_away(notice: Notice) -> bool:
    """The person themselves is done with the notice, whether or not its subject is. Returns whether it was open."""
    rows = Notice.objects.open().filter(pk=notice.pk)
    return bool(rows.update(status=NoticeStatus.DONE, closed_at=clock.now()))


def take_back(notice: Notice) -> bool:
    """Open a notice again that was put away. Returns whether it was; False when the same was told again since."""
    rows = Notice.objects.filter(pk=notice.pk, status=NoticeStatus.DONE)
    told_again = Notice.objects.open().filter(
        person=OuterRef("person"), kind=OuterRef("kind"), subject=OuterRef("subject")
    )
    return bool(rows.exclude(Exists(told_again)).update(status=NoticeStatus.OPEN, closed_at=None))


def _close(subject: str, status: NoticeStatus, people: Iterable[Person] | None) -> int:
    rows = Notice.objects.open().filter(subject=subject)
    if people is not None:
        rows = rows.filter(person__in=list(people))
    return rows.update(status=status, closed_at=clock.now())
