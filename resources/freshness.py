"""How long an offer or request counts as what its owner still means: three periods from the last word about it.

    confirmed ──14 days──► its owner is asked ──► 21 days: stale ──► 45 days: closed
        ▲                        └──── confirm, edit ────┘             │
        └──────────────────────────── open again ──────────────────────┘

All three follow from `confirmed_at` and the clock; of the question alone it is kept that it was asked (`asked_on`).
Pure: moments in, moments out. The periods are `POSTING_CONFIRM_DAYS`, `POSTING_STALE_DAYS` and `POSTING_CLOSE_DAYS`.
"""

from datetime import date, datetime, timedelta

from django.conf import settings


def ask_before(now: datetime) -> datetime:
    """What was last confirmed at this moment or before is asked about."""
    return now - timedelta(days=settings.POSTING_CONFIRM_DAYS)


def ask_along_before(now: datetime) -> datetime:
    """What was last confirmed at this moment or before is asked about in a letter that goes anyway.

    So between two letters to an organization lies at least half of the period, however its days are spread.
    """
    return now - timedelta(days=settings.POSTING_CONFIRM_DAYS) / 2


def stale_before(now: datetime) -> datetime:
    """What was last confirmed at this moment or before is stale."""
    return now - timedelta(days=settings.POSTING_STALE_DAYS)


def close_before(now: datetime) -> datetime:
    """What was last confirmed at this moment or before is closed, if its owner had the time to answer."""
    return now - timedelta(days=settings.POSTING_CLOSE_DAYS)


def answer_days() -> int:
    """How many days an owner has, from the question on, before anything is closed."""
    days: int = settings.POSTING_CLOSE_DAYS - settings.POSTING_CONFIRM_DAYS
    return days


def closes_on(confirmed_at: datetime, asked_on: date) -> date:
    """On which day it is closed: when its time is over, and never sooner than the owner had time to answer."""
    over = (confirmed_at + timedelta(days=settings.POSTING_CLOSE_DAYS)).date()
    return max(over, asked_on + timedelta(days=answer_days()))
