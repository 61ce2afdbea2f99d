"""When a digest is due, on the person's own clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.digests.periods import digest_moment, next_period, period_at

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    "America/New_York",
    "America/St_Johns",  # half an hour off
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Kiritimati",  # the first to see a day
    "Pacific/Pago_Pago",  # the last
    "Asia/Kathmandu",
    "UTC",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "frequency", "key"),
    [
        ("2026-11-23T06:59:59-05:00", "daily", "2026-11-22"),
        ("2026-11-23T07:00:00-05:00", "daily", "2026-11-23"),
        ("2026-11-24T06:59:59-05:00", "daily", "2026-11-23"),
        ("2026-11-23T06:59:59-05:00", "weekly", "2026-W47"),
        ("2026-11-23T07:00:00-05:00", "weekly", "2026-W48"),
        ("2026-11-29T23:00:00-05:00", "weekly", "2026-W48"),
        ("2027-01-03T12:00:00-05:00", "weekly", "2026-W53"),  # the week that began on December 28
        ("2027-01-04T07:00:00-05:00", "weekly", "2027-W01"),
    ],
)
def test_a_period_begins_at_the_hour_chosen(now: str, frequency: str, key: str) -> None:
    assert period_at(at(now), frequency=frequency, hour=7, zone=NEW_YORK).key == key


def test_the_hour_that_spring_skips_counts_as_the_one_after() -> None:
    moment = digest_moment(date(2026, 3, 8), 2, NEW_YORK)
    assert moment == at("2026-03-08T03:00:00-04:00")
    before, after = moment - timedelta(seconds=1), moment
    assert period_at(before, frequency="daily", hour=2, zone=NEW_YORK).key == "2026-03-07"
    assert period_at(after, frequency="daily", hour=2, zone=NEW_YORK).key == "2026-03-08"


def test_of_the_hour_that_autumn_repeats_the_first_counts() -> None:
    first, second = at("2026-11-01T01:00:00-04:00"), at("2026-11-01T01:00:00-05:00")
    assert digest_moment(date(2026, 11, 1), 1, NEW_YORK) == first
    assert period_at(first, frequency="daily", hour=1, zone=NEW_YORK).key == "2026-11-01"
    assert period_at(second, frequency="daily", hour=1, zone=NEW_YORK).key == "2026-11-01"


def test_both_ends_of_the_date_line_have_their_own_day() -> None:
    now = at("2026-11-23T10:30:00+00:00")
    assert period_at(now, frequency="daily", hour=0, zone=ZoneInfo("Pacific/Kiritimati")).key == "2026-11-24"
    assert period_at(now, frequency="daily", hour=0, zone=ZoneInfo("Pacific/Pago_Pago")).key == "2026-11-22"


@given(
    # from 2024 to 2030
    now=st.integers(1704067200, 1893456000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hour=st.integers(0, 23),
    frequency=st.sampled_from(["daily", "weekly"]),
)
def test_at_every_moment_one_period_runs_and_the_next_one_follows(
    now: datetime, zone: ZoneInfo, hour: int, frequency: str
) -> None:
    running = period_at(now, frequency=frequency, hour=hour, zone=zone)
    coming = next_period(now, frequency=frequency, hour=hour, zone=zone)
    assert running.began <= now < coming.began
    assert running.key != coming.key
    assert period_at(coming.began, frequency=frequency, hour=hour, zone=zone) == coming
    length = timedelta(days=7 if frequency == "weekly" else 1)
    assert abs((coming.began - running.began) - length) <= timedelta(hours=1)
