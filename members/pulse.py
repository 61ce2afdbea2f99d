"""Whether a worker is alive: it writes the time into Redis every few seconds."""

from datetime import datetime, timedelta

from django.core.cache import caches

from coalition.shared import clock

KEY = "worker-pulse"
STALE = timedelta(seconds=60)  # beat asks for a pulse every ten


def beat() -> None:
    """Say that a worker is alive now."""
    caches["redis"].set(KEY, clock.now().isoformat(), timeout=None)


def age() -> timedelta | None:
    """How long ago a worker last said so; None when none has."""
    written = caches["redis"].get(KEY)
    return clock.now() - datetime.fromisoformat(written) if written else None


def is_alive() -> bool:
    """Whether a worker said so lately."""
    seen = age()
    return seen is not None and seen < STALE
