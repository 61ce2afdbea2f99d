"""A new version of the charter asks every member anew: by when, who is told, and who is reminded.

The rows are the queue: organizations with a deadline, and the outbox, which tells what was sent. So the letters may be
asked for at any time and any number of times.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from coalition.celery import wake
from coalition.shared import clock
from members import kinds, letters, notices, overdue
from members.models import Activity, CharterVersion, Membership, Organization, OutgoingMail, Role
from members.models.organization import BOUND

TASK = "members.tasks.remind_of_charter"
BATCH = 200  # letters a transaction
FIRST_DAY = timedelta(days=1)  # of a version: nobody is reminded of what they have only just been told
STILL_NEWS = timedelta(days=30)  # after the deadline: later nobody needs to hear that writing is blocked


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom publishing a charter now would ask."""

    organizations: int
    representatives: int
    without_representative: int
    already_asked: int  # organizations whose deadline for an earlier version runs on, or has passed
    accept_by: datetime


def reach(now: datetime) -> Reach:
    """Whom publishing at `now` would ask, and until when."""
    bound = Organization.objects.bound()
    represented = Exists(_representing().filter(organization=OuterRef("pk")))
    return Reach(
        organizations=bound.count(),
        representatives=_representing().values("person").distinct().count(),
        without_representative=bound.exclude(represented).count(),
        already_asked=bound.filter(must_accept_by__isnull=False).count(),
        accept_by=deadline(now),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the members are with the charter in force."""

    bound: int
    waiting: int  # their deadline runs
    overdue: int  # it has passed

    @property
    def accepted(self) -> int:
        return self.bound - self.waiting - self.overdue


def standing(now: datetime) -> Standing:
    """How many have accepted the charter in force at `now`, how many still may, and how many are late."""
    counted = Organization.objects.bound().aggregate(
        bound=Count("pk"),
        waiting=Count("pk", filter=Q(must_accept_by__gt=now)),
        overdue=Count("pk", filter=Q(must_accept_by__lte=now)),
    )
    return Standing(**counted)


def deadline(published_at: datetime) -> datetime:
    """Until when a version published at this moment is to be accepted."""
    return published_at + timedelta(days=settings.CHARTER_GRACE_DAYS)


def ask_everybody(charter: CharterVersion, *, because: Activity) -> int:
    """Set the deadline of every bound organization and tell its representatives; returns how many organizations.

    A deadline that runs already stays: a version on top of a version gives nobody more time. Call it inside the verb
    that publishes.
    """
    bound = Organization.objects.bound()
    rows = bound.order_by("pk").select_for_update(no_key=True)  # in the order in which the verbs lock them
    asked = list(rows.values_list("pk", flat=True))
    accept_by = deadline(charter.published_at or clock.now())
    Organization.objects.filter(pk__in=asked).update(must_accept_by=Coalesce("must_accept_by", Value(accept_by)))
    memberships = _representing().select_related("person", "organization").order_by("pk")
    for some in _in_batches(memberships.iterator(chunk_size=1000), 1000):
        notices.tell_each(
            [
                notices.Word(
                    membership.person,
                    title=membership.organization.name,
                    url=overdue.acceptance_path(membership.organization),
                    subject=subject_of(membership.organization),
                    due_at=membership.organization.must_accept_by,
                )
                for membership in some
            ],
            kinds.ACCEPT_CHARTER,
            because=because,
        )
    transaction.on_commit(lambda: wake(TASK), robust=True)
    return len(asked)


def subject_of(organization: Organization) -> str:
    """The word by which notices speak of the organization's answer to a new charter."""
    return f"charter-for-organization:{organization.pk}"


def send_letters(now: datetime) -> int:
    """Put the letters that are due at `now` into the outbox; returns how many.

    To each representative of an organization that has not accepted: when the version comes into force, 7 days and 1
    day before the deadline, and when writing is blocked. Each once, whoever asks and however often.
    """
    charter = CharterVersion.objects.in_force().first()
    if charter is None:
        return 0
    with clock.at(now):
        due = (pair for stage, rows in _due(charter, now) for pair in _unsent(charter, stage, rows))
        return sum(_send(charter, some) for some in _in_batches(due, BATCH))


def _due(charter: CharterVersion, now: datetime) -> Iterator[tuple[str, QuerySet[Membership]]]:
    """Each stage with the memberships that it concerns now."""
    published = charter.published_at or now
    rows = _representing().filter(organization__must_accept_by__isnull=False)
    if now < deadline(published):
        yield letters.NEW, rows
    if now >= published + FIRST_DAY:
        yield letters.WEEK, rows.filter(_left(now, more=timedelta(days=1), most=timedelta(days=7)))
        yield letters.DAY, rows.filter(_left(now, more=timedelta(0), most=timedelta(days=1)))
    yield letters.BLOCKED, rows.filter(_left(now, more=-STILL_NEWS, most=timedelta(0)))


def _left(now: datetime, *, more: timedelta, most: timedelta) -> Q:
    """More than the one and at most the other time is left."""
    return Q(organization__must_accept_by__gt=now + more, organization__must_accept_by__lte=now + most)


def _unsent(charter: CharterVersion, stage: str, rows: QuerySet[Membership]) -> Iterator[tuple[str, Membership]]:
    key = Concat(
        Value(letters.charter_key(charter, stage)),
        Cast("organization_id", CharField()),
        Value(":"),
        Cast("person_id", CharField()),
        output_field=CharField(),
    )
    sent = OutgoingMail.objects.filter(dedup=OuterRef("letter"))
    waiting = rows.annotate(letter=key).exclude(Exists(sent)).select_related("person", "organization").order_by("pk")
    return ((stage, membership) for membership in waiting.iterator(chunk_size=1000))


@transaction.atomic
def _send(charter: CharterVersion, pairs: list[tuple[str, Membership]]) -> int:
    """Those who accepted since they were listed get nothing: their rows are read anew."""
    still = set(
        Organization.objects.filter(
            pk__in=[membership.organization_id for _, membership in pairs], must_accept_by__isnull=False
        ).values_list("pk", flat=True)
    )
    sent = [
        letters.ask_to_accept(charter, membership.organization, person=membership.person, stage=stage)
        for stage, membership in pairs
        if membership.organization_id in still
    ]
    return len([letter for letter in sent if letter])


def _representing() -> QuerySet[Membership]:
    """Who may accept for the bound organizations."""
    rows: QuerySet[Membership] = Membership.objects.active().filter(
        role=Role.REPRESENTATIVE, person__is_active=True, organization__status__in=BOUND
    )
    return rows


def _in_batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some
