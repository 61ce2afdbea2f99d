"""The one clock of the portal.

Every verb asks `now()`, so that a history can be told through the verbs at the moments it happened
(`with at(moment): ...`), and tests can stand anywhere in time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _moment.get() or timezone.now()


def today() -> date:
    """Today's date in the active time zone of the reader."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Let `now()` answer `moment` inside the block. Raises ValueError for a naive datetime."""
    if timezone.is_naive(moment):
        raise ValueError("The clock needs an aware datetime.")
    token = _moment.set(moment)
    try:
        yield moment
    finally:
        _moment.reset(token)
