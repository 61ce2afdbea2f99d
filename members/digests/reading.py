"""Who reads a digest, and what is theirs to read at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import translation

from members import wording
from members.digests import due, editions
from members.digests.composing import Contents, Standing, Waiting, compose
from members.digests.editions import LOOK_BACK, Edition
from members.digests.periods import DAILY, LENGTHS, WEEKLY, Period, next_period
from members.models import Audience, Digest, DigestFrequency, Membership, Notice, Person


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with the period their digest is for and the digest they were given before."""

    person: Person
    period: Period
    last: Digest | None


def edition_for(people: Sequence[int], *, now: datetime, high: int) -> Edition:
    """The shared part for these people, reaching back as far as any of them needs."""
    marks = [last.activity_until for last in due.last_digests(people).values()]
    newcomers = len(marks) < len(people)
    return Edition(
        now=now,
        high=high,
        low=min(marks, default=high),
        since=now - 2 * LENGTHS[WEEKLY] if newcomers else now,
    )


def gather(people: list[Person]) -> None:
    """Fetch what the digests of these people need, for all of them at once."""
    memberships = Membership.objects.active().select_related("organization").order_by("joined_at", "pk")
    prefetch_related_objects(
        people,
        Prefetch("memberships", memberships, to_attr="active_memberships"),
        Prefetch("notices", Notice.objects.open(), to_attr="open_notices"),
        "follows",
    )


def contents_for(reader: Reader, edition: Edition) -> Contents:
    """What the digest of a reader holds. The person must have been through `gather`."""
    standing = standing_of(reader, edition)
    return compose(
        standing,
        waiting=waiting_for(reader, standing),
        about=edition.about(standing.own | standing.follows),
        news=edition.news_for(standing),
        figures=edition.figures,
    )


def standing_of(reader: Reader, edition: Edition) -> Standing:
    """What the reader may see now, whatever they could see when it happened, and what they have not been told."""
    person, last = reader.person, reader.last
    return Standing(
        own=frozenset(membership.organization.topic for membership in person.active_memberships),
        follows=frozenset(follow.topic for follow in person.follows.all() if not follow.is_muted),
        mutes=frozenset(follow.topic for follow in person.follows.all() if follow.is_muted),
        person=person.pk,
        sees=audiences_of(person),
        after=last.activity_until if last else 0,
        since=edition.now - LOOK_BACK
        if last
        else reader.period.began - LENGTHS.get(person.digest_frequency, LENGTHS[DAILY]),
    )


def audiences_of(person: Person) -> frozenset[str]:
    """The audiences whose every row the person may read."""
    if person.is_admin:
        return frozenset(Audience.values)
    seen = {Audience.MEMBERS} if person.is_member else set()
    if person.is_coordinator:
        seen.add(Audience.PARTIES)
    return frozenset(seen)


def waiting_for(reader: Reader, standing: Standing) -> list[Waiting]:
    """The open notices: those to be answered each time, those only to be read once."""
    told = reader.last.created_at if reader.last else standing.since
    notices: list[Notice] = reader.person.open_notices  # type: ignore[attr-defined]  # put there by gather
    return [
        Waiting(
            pk=notice.pk,
            sentence=wording.plain_sentence_of(notice.kind, notice.title),
            url=notice.url,
            since=notice.created_at,
            due_at=notice.due_at,
            must_act=notice.must_act,
        )
        for notice in notices
        if notice.must_act or notice.created_at >= told
    ]


def preview(person: Person, now: datetime) -> tuple[Period | None, Contents]:
    """What the person's next digest would hold if it came now, and the period it is for; None when they get none."""
    last = due.last_digests([person.pk]).get(person.pk)
    period = due.period_of(person, now, last) or coming_period(person, now)
    with translation.override(settings.LANGUAGE_CODE):
        gather([person])
        edition = edition_for([person.pk], now=now, high=editions.present_mark())
        return period, contents_for(Reader(person, period or Period("", now), last), edition)


def coming_period(person: Person, now: datetime) -> Period | None:
    """The period of the person's next digest after `now`; None when they get none."""
    if person.digest_frequency == DigestFrequency.OFF:
        return None
    return next_period(now, frequency=person.digest_frequency, hour=person.digest_hour, zone=person.zone)
