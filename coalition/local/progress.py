"""Says on the terminal what is being done and how long it took."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "", *, end: str = "\n") -> None:
    """Write to standard output; a terminal that was closed meanwhile is no reason to fail."""
    try:
        print(text, end=end, flush=True)
    except OSError:
        silence()


def complain(text: str) -> None:
    """Write to standard error."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        silence()


def silence() -> None:
    """Send everything said from now on nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Announce a step, and say when it is done and how long it took."""
    say(f"  {doing} ...", end=" ")
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say()
        raise
    say(f"done ({time.monotonic() - started:.1f} s)")
