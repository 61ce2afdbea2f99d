"""Assembling the digests that are due: claim the period, compose, render, and put the letters into the outbox.

People are taken in batches, each in one transaction. In it the claim (unique for person and period), the mark of the
activity told and the frozen letter stand or fall together, so however often and in however many places this runs at
once, nobody gets a digest twice and nothing is told twice.
"""

import time
from collections.abc import Iterable, Mapping, Sequence

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import translation

from coalition.celery import wake
from coalition.shared import clock
from members import outbox
from members.digests import due, editions, letters
from members.digests.composing import Contents
from members.digests.editions import Edition
from members.digests.reading import Reader, contents_for, edition_for, gather
from members.models import Digest, OutgoingMail, Person

log = structlog.get_logger(__name__)

ASSEMBLE_TASK = "members.tasks.assemble_due_digests"
BATCH = 100  # people whose rows are locked at a time, for about a second
RUN_SECONDS = 120.0

CLAIM = """
INSERT INTO members_digest (person_id, period, activity_until, items, created_at)
SELECT wanted.person, wanted.period, %(high)s, '[]', %(now)s
  FROM unnest(%(people)s::bigint[], %(periods)s::text[]) AS wanted (person, period)
    ON CONFLICT (person_id, period) DO NOTHING
RETURNING id, person_id
"""


def assemble_due(*, seconds: float = RUN_SECONDS) -> int:
    """Assemble every digest that is due; after `seconds` leave the rest to another run. Returns how many letters.

    A digest with nothing in it takes its period too, but no letter.
    """
    now = clock.now()
    people = due.people_due(now)
    if not people:
        return 0
    try:
        high = editions.settled_mark()
    except OperationalError as error:
        log.warning("digests_put_off", error=str(error))
        return 0
    deadline = time.monotonic() + seconds
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        edition = edition_for(people, now=now, high=high)
        for start in range(0, len(people), BATCH):
            if time.monotonic() > deadline:
                wake(ASSEMBLE_TASK)
                break
            sent += assemble(people[start : start + BATCH], edition)
    return sent


@transaction.atomic
def assemble(people: Sequence[int], edition: Edition) -> int:
    """Assemble the digests of one batch of people, given by primary key. Returns how many letters came of it.

    Whoever another run is busy with is left to it. Whether somebody is due is asked again once their row is locked:
    a rival may have served them since the list was made.
    """
    locked = Person.objects.filter(pk__in=people).select_for_update(skip_locked=True, no_key=True).order_by("pk")
    readers = due_among(list(locked), edition)
    claimed = claim(readers, edition)
    readers = [reader for reader in readers if reader.person.pk in claimed]
    gather([reader.person for reader in readers])
    composed = {reader.person.pk: contents_for(reader, edition) for reader in readers}
    mails = [
        letters.letter_for(reader, composed[reader.person.pk], edition.now)
        for reader in readers
        if composed[reader.person.pk]
    ]
    note(claimed, composed, outbox.put(mails))
    return len(mails)


def due_among(people: list[Person], edition: Edition) -> list[Reader]:
    """Those of the people who are due, with the period each is due for."""
    last = due.last_digests(person.pk for person in people)
    periods = {person.pk: due.period_of(person, edition.now, last.get(person.pk)) for person in people}
    return [Reader(person, period, last.get(person.pk)) for person in people if (period := periods[person.pk])]


def claim(readers: Sequence[Reader], edition: Edition) -> dict[int, int]:
    """Take the periods of these readers for ourselves; gives the digest's primary key by that of the person."""
    people = [reader.person.pk for reader in readers]
    periods = [reader.period.key for reader in readers]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"people": people, "periods": periods, "high": edition.high, "now": edition.now})
        return {person: digest for digest, person in cursor.fetchall()}


def note(claimed: Mapping[int, int], composed: Mapping[int, Contents], mails: Iterable[OutgoingMail]) -> None:
    """Write down with each digest what it told and by which letter."""
    digests = [
        Digest(pk=claimed[row.person_id], mail=row, items=composed[row.person_id].items)
        for row in mails
        if row.person_id is not None
    ]
    Digest.objects.bulk_update(digests, ["mail", "items"])
