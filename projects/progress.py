"""How far a plan has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Step(Protocol):
    """What progress asks of a milestone."""

    status: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of milestones, those dropped left out, and the day when the next one is due."""

    total: int
    reached: int
    late: int
    next_due: date | None

    @property
    def percent(self) -> int:
        """Reached of all, in percent, rounded down so that 100 means all; 0 where there is none."""
        return self.reached * 100 // self.total if self.total else 0


def progress_of(steps: Iterable[Step], *, today: date) -> Progress:
    """The progress of a plan with these milestones on the day `today`."""
    counted = [step for step in steps if step.status != "dropped"]
    ahead = [step.due_on for step in counted if step.status != "reached"]
    return Progress(
        total=len(counted),
        reached=len(counted) - len(ahead),
        late=sum(day < today for day in ahead),
        next_due=min((day for day in ahead if day >= today), default=None),
    )
