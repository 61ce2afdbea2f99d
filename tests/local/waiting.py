"""Waits for what another process is about to do."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
SECONDS = 120  # an upper bound: nobody waits longer than the answer takes


def until(answer: Callable[[], Answer]) -> Answer:
    """Ask again until the answer is true."""
    deadline = time.monotonic() + SECONDS
    while not (given := answer()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return given
