"""One race: writers at once for some seconds, each noting what it was told, and what it was not."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier
from typing import TypeVar

from benchmarks.race.field import Field
from benchmarks.race.ways import Refused, Unknown, Way

MOST = 60  # units asked at once: more than half an offer, so that each is soon spoken for
REPEATED, TAKEN_BACK = 0.2, 0.5
Answer = TypeVar("Answer")
PATIENCE = 120.0  # seconds for a database that is coming back


@dataclass
class Told:
    """What one writer was told: for each key the match and its terms, and what became of it; numbers of all acts."""

    proposed: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)  # match, offer, request, quantity
    ended: dict[int, tuple[str, int]] = field(default_factory=dict)  # match: how, and the quantity of a counter-offer
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Told") -> "Told":
        return Told(
            self.proposed | other.proposed,
            self.ended | other.ended,
            self.counts + other.counts,
            self.faults + other.faults,
        )

    @property
    def acts(self) -> int:
        """All that was answered, be it with a refusal."""
        return self.counts["done"] + self.counts["refused"]


def race(field: Field, enter: Callable[[int], Way], *, writers: int, seconds: float, name: str) -> tuple[Told, float]:
    """Have so many writers race for the field; gives what they were told, and the seconds until the last was done."""
    barrier = Barrier(writers)
    entered = [Writer(field, enter(number), number=number, name=name) for number in range(writers)]

    def run(writer: Writer) -> Told:
        barrier.wait()
        try:
            return writer.write(until=time.monotonic() + seconds)
        finally:
            writer.way.close()

    begin = time.monotonic()
    with ThreadPoolExecutor(writers) as pool:
        told = sum(pool.map(run, entered), Told())
    return told, time.monotonic() - begin


class Writer:
    """Proposes, sometimes says the same again, and takes half of it back or answers with other terms."""

    def __init__(self, field: Field, way: Way, *, number: int, name: str) -> None:
        self.field, self.way, self.rng, self.name = field, way, Random(number), f"{name}-{number}"
        self.told = Told()

    def write(self, *, until: float) -> Told:
        """Go on until the time is over; the last act is brought to its end."""
        turn = 0
        while time.monotonic() < until:
            turn += 1
            self._turn(f"{self.name}-{turn}")
        return self.told

    def _turn(self, key: str) -> None:
        offer, request = self.rng.choice(self.field.offers), self.rng.choice(self.field.requests)
        quantity = self.rng.randint(1, MOST)
        terms = offer, request, quantity
        match = self._proposed(key, terms)
        if self.rng.random() < REPEATED:
            again = self._proposed(key, terms)
            self.told.counts["repeated"] += 1
            if match and again != match:
                self.told.faults.append(f"{key} gave match {match}, and then {again}")
            match = again
        if match and self.rng.random() < TAKEN_BACK:
            self._taken_back(match, quantity)

    def _proposed(self, key: str, terms: tuple[int, int, int]) -> int | None:
        match = self._answered(lambda: self.way.propose(*terms, key=key))
        if match:
            self.told.proposed[key] = (match, *terms)
        return match

    def _taken_back(self, match: int, quantity: int) -> None:
        how = self.rng.choice(("undo", "decline", "counter"))
        other = quantity
        while other == quantity:
            other = self.rng.randint(1, MOST)
        silent = self.told.counts["unknown"]
        ways: dict[str, Callable[[], object]] = {
            "undo": lambda: self.way.undo(match),
            "decline": lambda: self.way.decline(match),
            "counter": lambda: self.way.counter(match, other),
        }
        done = self._answered(lambda: ways[how]() or True)
        if done:
            self.told.ended[match] = (how, other)
        elif self.told.counts["unknown"] > silent:
            self.told.ended[match] = ("unknown", other)  # refused the second time, maybe because of the first

    def _answered(self, ask: Callable[[], Answer]) -> Answer | None:
        """Ask until there is an answer; None for a refusal."""
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                answer = ask()
            except Refused as refusal:
                self.told.counts["refused"] += 1
                self.told.counts[f"refused: {refusal}"] += 1
                return None
            except Unknown as silence:
                self.told.counts["deadlocks" if "deadlock" in str(silence) else "unknown"] += 1
                if time.monotonic() > patience:
                    raise
                time.sleep(0.1)
            else:
                self.told.counts["done"] += 1
                return answer
