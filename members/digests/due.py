"""Who is due a digest now."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from members.digests.periods import Period, period_at
from members.models import Digest, DigestFrequency, Person

# Everybody in one pass: the ways to receive a digest (zone, frequency, hour) are few, so the period that each of them
# is in is worked out beforehand and joined. Who joined, or got the last digest, after its hour waits for the next.
DUE = """
SELECT person.id
  FROM members_person person
  JOIN unnest(%s::text[], %s::text[], %s::int[], %s::text[], %s::timestamptz[])
       AS running (zone, frequency, hour, key, began)
    ON (person.time_zone, person.digest_frequency, person.digest_hour) = (running.zone, running.frequency, running.hour)
 WHERE person.is_active
   AND person.date_joined < running.began
   AND NOT EXISTS (SELECT FROM members_digest earlier
                    WHERE earlier.person_id = person.id
                      AND (earlier.period = running.key OR earlier.created_at >= running.began))
 ORDER BY person.id
"""


def people_due(now: datetime) -> list[int]:
    """The primary keys of the people whose digest is due and not yet assembled, in order."""
    ways = list(_readers().values_list("time_zone", "digest_frequency", "digest_hour").order_by().distinct())
    periods = [_period(now, way) for way in ways]
    zones, frequencies, hours = zip(*ways, strict=True) if ways else ((), (), ())
    keys, begans = [period.key for period in periods], [period.began for period in periods]
    with connection.cursor() as cursor:
        cursor.execute(DUE, [list(zones), list(frequencies), list(hours), keys, begans])
        return [row[0] for row in cursor.fetchall()]


def period_of(person: Person, now: datetime, last: Digest | None) -> Period | None:
    """The period for which the person is due a digest now, or None. `last` is the latest digest they were given."""
    if not person.is_active or person.digest_frequency == DigestFrequency.OFF:
        return None
    period = _period(now, (person.time_zone, person.digest_frequency, person.digest_hour))
    if person.date_joined >= period.began:
        return None
    if last and (last.created_at >= period.began or last.period == period.key):
        return None
    return period


def last_digests(people: Iterable[int]) -> dict[int, Digest]:
    """The latest digest of each person who ever got one, by the person's primary key; the stored items are left out."""
    rows = Digest.objects.filter(person__in=list(people)).order_by("person_id", "-created_at", "-pk")
    return {digest.person_id: digest for digest in rows.distinct("person_id").defer("items")}


def _period(now: datetime, way: tuple[str, str, int]) -> Period:
    zone, frequency, hour = way
    return period_at(now, frequency=frequency, hour=hour, zone=ZoneInfo(zone or settings.PORTAL_TIME_ZONE))


def _readers() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True).exclude(digest_frequency=DigestFrequency.OFF)
