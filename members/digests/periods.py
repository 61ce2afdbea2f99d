"""Periods of the digest: a day or a week of the person's own calendar, begun at the hour they chose.

All comparisons are made in UTC: on the wall clock of a zone an hour is missing in spring and comes twice in autumn.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAILY = "daily"
WEEKLY = "weekly"
LENGTHS = {DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Period:
    """`key` is `2026-11-23` for a day and `2026-W48` for an ISO week; `began` the moment of its digest, in UTC."""

    key: str
    began: datetime


def period_at(now: datetime, *, frequency: str, hour: int, zone: ZoneInfo) -> Period:
    """The period now running: the latest whose digest hour has come. `frequency` is daily or weekly (on Mondays)."""
    day = now.astimezone(zone).date()
    if frequency == WEEKLY:
        day -= timedelta(days=day.weekday())
    if digest_moment(day, hour, zone) > now:
        day -= LENGTHS[frequency]
    return Period(key_of(day, frequency), digest_moment(day, hour, zone))


def next_period(now: datetime, *, frequency: str, hour: int, zone: ZoneInfo) -> Period:
    """The period that begins next."""
    day = now.astimezone(zone).date()
    if frequency == WEEKLY:
        day -= timedelta(days=day.weekday())
    while digest_moment(day, hour, zone) <= now:
        day += LENGTHS[frequency]
    return Period(key_of(day, frequency), digest_moment(day, hour, zone))


def digest_moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When the digest of a day is due, in UTC.

    An hour that the clock skips in spring counts as the one after it; of one that comes twice in autumn, the first.
    """
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def key_of(day: date, frequency: str) -> str:
    """The name of the period that begins on a day."""
    if frequency == WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()
