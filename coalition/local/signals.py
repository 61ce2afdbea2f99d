"""Turns the signals that ask to stop into an exception."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from coalition.local.problems import Stopped

ASKING_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def raise_stopped(number: int, _frame: FrameType | None) -> None:
    """Raise `Stopped` once; signals that follow do not disturb the clearing up."""
    for other in ASKING_TO_STOP:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)


@contextmanager
def stopping() -> Iterator[None]:
    """Within the block Ctrl-C, SIGTERM and a closed terminal raise `Stopped`. `nohup` keeps its meaning."""
    before = {number: signal.getsignal(number) for number in ASKING_TO_STOP}
    for number in ASKING_TO_STOP:
        if number != signal.SIGHUP or before[number] != signal.SIG_IGN:
            signal.signal(number, raise_stopped)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
