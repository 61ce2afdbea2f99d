from dataclasses import dataclass
from datetime import date, timedelta

from projects.progress import Progress, progress_of

TODAY = date(2026, 11, 23)


@dataclass
class Step:
    status: str
    due_on: date


def step(status: str, days: int) -> Step:
    return Step(status, TODAY + timedelta(days=days))


def test_a_plan_without_steps_has_come_nowhere() -> None:
    assert progress_of([], today=TODAY) == Progress(total=0, reached=0, late=0, next_due=None)
    assert progress_of([], today=TODAY).percent == 0


def test_reached_late_and_next_are_told_apart() -> None:
    steps = [step("reached", -9), step("planned", -1), step("under_way", 0), step("planned", 5), step("dropped", -3)]
    progress = progress_of(steps, today=TODAY)
    assert progress == Progress(total=4, reached=1, late=1, next_due=TODAY)
    assert progress.percent == 25


def test_only_all_is_a_hundred_percent() -> None:
    steps = [step("reached", -1)] * 299 + [step("planned", 1)]
    assert progress_of(steps, today=TODAY).percent == 99
    assert progress_of(steps[:299], today=TODAY).percent == 100
