"""The neutrality report as it is shown, on the page and in the file alike: nothing that it hides leaves this module."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from coalition.shared import clock
from coalition.shared.chance import Difference, greatest_difference, holm
from coalition.shared.disclosure import ALL, FEWEST, Group, Table, hidden, steady
from members.models import OrganizationKind, OrganizationSize
from resources.models import Severity
from resources.neutrality import figures
from resources.neutrality.figures import EXCLUSIVE, GROUPINGS, Counts, Drawn, Figures
from resources.periods import DAYS, Period

KEPT = 600  # seconds for which a report stands
ORDERS: dict[str, list[str]] = {
    "size": [*OrganizationSize.values, ""],
    "kind": list(OrganizationKind.values),
    "region": [*map(str, range(1, 11)), ""],
    "severity": list(Severity.values),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A group with its figures, or None where there are too few to show."""

    grouping: str  # one of GROUPINGS; empty for all together
    group: str
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Finding:
    """The test of one grouping by one measure, "waited" or "arrived"; no difference where there is too little to say.

    `p` is that of the difference, raised for all the tests that the report makes.
    """

    grouping: str
    measure: str
    difference: Difference | None
    p: float


@dataclass(frozen=True, slots=True)
class Report:
    """Of one period, as it stood at a moment."""

    period: str
    as_of: datetime
    lines: list[Line]
    findings: list[Finding]
    sampled: int  # organizations that the tests looked at

    def of(self, grouping: str) -> list[Line]:
        return [line for line in self.lines if line.grouping == grouping]

    @property
    def tests(self) -> int:
        """How many tests said something."""
        return sum(finding.difference is not None for finding in self.findings)


def report_of(period: Period) -> Report:
    """The report over the period, as it stood at most ten minutes ago; three queries where it is made anew."""
    key = f"neutrality:{period.word}"
    kept: Report | None = cache.get(key)
    if kept is None:
        kept = _made(period)
        cache.set(key, kept, KEPT)
    return kept


def _made(period: Period) -> Report:
    away = away_in(figures.counts(), period)
    found = figures.figures(period.since, fewest=FEWEST)
    lines = [
        Line(GROUPINGS[group[0]] if group != ALL else "", group[1], None if group in away else found[group])
        for group in sorted(found, key=_place)
    ]
    sample = figures.drawn(period.since)
    return Report(period.word, clock.now(), lines, findings(sample, away), len({row.organization for row in sample}))


def away_in(counts: Counts, period: Period) -> set[Group]:
    """The groups that the report over this period hides."""
    number = list(DAYS).index(period.word)
    now = 0, number
    cells = {cell: numbers[now] for cell, numbers in counts.cells.items() if numbers[now]}
    groups = {group: numbers[now] for group, numbers in counts.groups.items() if numbers[now]}
    unsteady = {group for group in groups if not steady(counts.groups[group], len(DAYS))[number]}
    return hidden(Table(cells, groups, exclusive=EXCLUSIVE), unsteady)


def findings(sample: list[Drawn], away: set[Group]) -> list[Finding]:
    """For each grouping and each measure the group that differs most, if any can be told; p raised after Holm.

    What is compared is one value for each organization, since the requests of one are not independent of each other.
    """
    measured = [
        (grouping, measure, greatest_difference(_values(sample, number, value, away=away)))
        for number, grouping in enumerate(GROUPINGS)
        for measure, value in MEASURES.items()
    ]
    raised = iter(holm([difference.p for _grouping, _measure, difference in measured if difference]))
    return [
        Finding(grouping, measure, difference, next(raised) if difference else 1.0)
        for grouping, measure, difference in measured
    ]


def _waited(rows: list[Drawn]) -> int | None:
    """Whole seconds to the agreement, in the mean of an organization's requests that came to one."""
    agreed = sum(row.agreed for row in rows)
    return sum(row.waited for row in rows) // agreed if agreed else None


def _arrived(rows: list[Drawn]) -> int | None:
    """Millionths of what was asked for that arrived, in the mean of an organization's requests."""
    return sum(row.arrived for row in rows) // sum(row.asked for row in rows)


MEASURES: dict[str, Callable[[list[Drawn]], int | None]] = {"waited": _waited, "arrived": _arrived}


def _values(
    sample: list[Drawn], number: int, value: Callable[[list[Drawn]], int | None], *, away: set[Group]
) -> dict[str, list[int]]:
    """The values of the organizations by the groups that are shown."""
    whose: dict[tuple[str, int], list[Drawn]] = defaultdict(list)
    for row in sample:
        whose[row.cell[number], row.organization].append(row)
    values: dict[str, list[int]] = defaultdict(list)
    for (group, _organization), rows in whose.items():
        if (number, group) not in away and (found := value(rows)) is not None:
            values[group].append(found)
    return values


def _place(group: Group) -> tuple[int, int]:
    """Where a group stands: all together first, then grouping by grouping in their own orders."""
    number, name = group
    order = ORDERS[GROUPINGS[number]] if group != ALL else [name]
    return number, order.index(name) if name in order else len(order)
