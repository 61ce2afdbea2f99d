"""Who uses a crew. Runs of one checkout share its servers; the last to leave ends them.

A user holds a lock on the crew's file for as long as it lives, so the kernel lets go for one that was killed.
The crew's watch notices that, and ends the crew. Whoever comes or goes takes the turn first, so that all see the same.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coalition.local.crew import Crew
from coalition.local.place import Place


def locked(path: Path, how: int) -> int | None:
    """Lock `path` and give the descriptor; None when `how` forbids waiting and somebody else holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def turn(place: Place) -> Iterator[None]:
    """Come or go while nobody else does."""
    descriptor = locked(place.turn, fcntl.LOCK_EX)
    try:
        yield
    finally:
        release(descriptor)


def use(crew: Crew) -> int | None:
    """Become a user beside others."""
    return locked(crew.lock, fcntl.LOCK_SH)


def use_alone(crew: Crew) -> int | None:
    """Become the only user; None when there is another."""
    return locked(crew.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_used(crew: Crew) -> bool:
    """Whether anybody uses the crew."""
    descriptor = use_alone(crew)
    release(descriptor)
    return descriptor is None


def release(descriptor: int | None) -> None:
    """Stop holding a lock."""
    if descriptor is not None:
        os.close(descriptor)
