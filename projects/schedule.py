"""When the milestones of plans can be reached, given what they wait for. Pure: dates and whole days in, the same out.

The method is the critical path method: a forward pass finds the earliest day of each, a backward pass the latest day
that delays nothing, and what has no days between the two is critical (J. E. Kelley and M. R. Walker, "Critical-path
planning and scheduling", Proceedings of the Eastern Joint Computer Conference, 1959, pages 160-173). Planned days are
floors to it: nothing is expected before it is planned.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from graphlib import CycleError, TopologicalSorter


class Circle(ValueError):
    """Milestones that wait for each other in a circle, so that none of them can come first; `keys` go round it."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__(f"These wait for each other: {keys}")
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as the schedule sees it.

    The work on it takes the days from `starts_on` to `due_on`; none where no start is known, and none more once it has
    `begun`: then it can only not be reached before what it waits for. `reached_on` is the day
    on which it was reached. What is `dropped` comes no more: it holds nothing, and nothing is expected of it.
    """

    key: int
    due_on: date
    starts_on: date | None = None
    first_due_on: date | None = None
    reached_on: date | None = None
    begun: bool = False
    dropped: bool = False
    waits_for: tuple[int, ...] = ()

    @property
    def days(self) -> int:
        """How long the work takes once what it waits for is reached."""
        return (self.due_on - self.starts_on).days if self.starts_on and not self.begun else 0

    @property
    def is_ahead(self) -> bool:
        return not self.dropped and self.reached_on is None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What comes of one milestone. All days are whole; `held_by` is the key of what it waits for longest."""

    step: Step
    expected_on: date
    days_late: int = 0  # today, behind its planned day
    held_by: int | None = None

    @property
    def days_behind(self) -> int:
        """Days between the day planned now and the day expected, for one that is ahead."""
        return (self.expected_on - self.step.due_on).days if self.step.is_ahead else 0

    @property
    def days_slipped(self) -> int:
        """Days between the day first planned and the day expected (or reached); 0 where it is none later."""
        first = self.step.first_due_on or self.step.due_on
        return 0 if self.step.dropped else max(0, (self.expected_on - first).days)

    @property
    def is_held_up(self) -> bool:
        """Whether another milestone makes it later than planned, and later than it is late already."""
        return self.held_by is not None


@dataclass(frozen=True, slots=True)
class Way:
    """What leads to the end of some milestones: the end, how many days each can slip, and which can slip none."""

    ends_on: date | None
    slack: Mapping[int, int]
    critical: tuple[int, ...]  # in the order in which they are expected


@dataclass(frozen=True)
class Schedule:
    """The forecasts of milestones by their keys, in an order in which nothing comes before what it waits for."""

    forecasts: Mapping[int, Forecast]
    _steps: Mapping[int, Step] = field(repr=False)

    def __getitem__(self, key: int) -> Forecast:
        return self.forecasts[key]

    def chain(self, key: int) -> list[int]:
        """From a milestone that is held up to the one that causes it: what each is held by, the cause at the end."""
        chain: list[int] = []
        held_by = self.forecasts[key].held_by
        while held_by is not None:
            chain.append(held_by)
            held_by = self.forecasts[held_by].held_by
        return chain

    def towards(self, keys: Collection[int]) -> Way:
        """The way to the end of these milestones, over them and all that they wait for.

        Slack is the total float: how many days each may come later than expected without delaying the last of
        `keys`. Reached and dropped ones have none, and no place on the way.
        """
        ahead = [key for key in keys if self._steps[key].is_ahead]
        if not ahead:
            return Way(None, {}, ())
        end = max(self.forecasts[key].expected_on for key in ahead)
        latest = self._latest(ahead, end)
        slack = {key: (day - self.forecasts[key].expected_on).days for key, day in latest.items()}
        critical = sorted((self.forecasts[key].expected_on, self._place[key], key) for key in slack if not slack[key])
        return Way(end, slack, tuple(key for _day, _place, key in critical))

    def _latest(self, ahead: Iterable[int], end: date) -> dict[int, date]:
        """The backward pass: the latest day of each that does not delay the end."""
        latest = dict.fromkeys(ahead, end)
        pending = set(latest)
        for key in reversed(list(self.forecasts)):
            if key not in pending:
                continue
            step = self._steps[key]
            before = latest[key] - timedelta(days=step.days)
            for other in _holding(step, self._steps):
                latest[other] = min(latest.get(other, before), before)
                pending.add(other)
        return latest

    @cached_property
    def _place(self) -> dict[int, int]:
        return {key: place for place, key in enumerate(self.forecasts)}


def schedule(steps: Iterable[Step], *, today: date) -> Schedule:
    """The forward pass: when each milestone can be reached at the earliest.

    One that is ahead is expected on the day planned, but not before today, nor before what it waits for is reached
    and its own days have passed. A key that no step has holds nothing. Raises Circle.
    """
    by_key = {step.key: step for step in steps}
    forecasts: dict[int, Forecast] = {}
    for key in _in_order(by_key):
        forecasts[key] = _forecast(by_key[key], by_key, forecasts, today=today)
    return Schedule(forecasts, by_key)


def _in_order(steps: Mapping[int, Step]) -> list[int]:
    """What is waited for before what waits; among equals by day and key, so that the same plan is told the same way."""
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for step in sorted(steps.values(), key=lambda step: (step.due_on, step.key)):
        sorter.add(step.key, *sorted(set(step.waits_for) & steps.keys()))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise Circle(error.args[1][:-1]) from error


def _holding(step: Step, steps: Mapping[int, Step]) -> list[int]:
    """What holds a milestone still: of all that it waits for, what is ahead."""
    return [key for key in sorted(set(step.waits_for)) if key in steps and steps[key].is_ahead]


def _forecast(step: Step, steps: Mapping[int, Step], known: Mapping[int, Forecast], *, today: date) -> Forecast:
    if not step.is_ahead:
        return Forecast(step, step.reached_on or step.due_on)
    own = max(step.due_on, today)
    late = max(0, (today - step.due_on).days)
    holding = _holding(step, steps)
    if not holding:
        return Forecast(step, own, late)
    last = max(holding, key=lambda key: (known[key].expected_on, -key))
    after = known[last].expected_on + timedelta(days=step.days)
    return Forecast(step, after, late, held_by=last) if after > own else Forecast(step, own, late)
