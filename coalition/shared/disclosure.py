"""What a table of groups may show, so that nothing of fewer than three organizations can be worked out from it. Pure.

A table shows the sum of each group, by several groupings, beside the sum of all. What is hidden in it must not follow
from what is shown: neither as the rest of a sum, nor by adding and taking away sums of different groupings, nor from
the same table over another period.

Sources: L. Willenborg and T. de Waal, "Elements of Statistical Disclosure Control" (2001), on primary and secondary
suppression; that a cell is derivable exactly when row reduction leaves it alone in its row is linear algebra.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FEWEST = 3  # organizations
PRIME = 2**61 - 1  # rows are reduced with whole numbers below it: exact, and quick

Cell = tuple[str, ...]  # the group in each of the groupings
Group = tuple[int, str]  # which grouping, which group
Row = dict[Cell, int]
ALL: Group = (-1, "")


@dataclass(frozen=True)
class Table:
    """How many organizations stand in the finest cells, and in each group.

    An organization is in one group only of each of the first `exclusive` groupings.
    """

    cells: Mapping[Cell, int]
    groups: Mapping[Group, int]
    exclusive: int = 0
    rows: dict[Group, Row] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for cell in self.cells:
            for group in (ALL, *enumerate(cell)):
                self.rows.setdefault(group, {})[cell] = 1

    def at_least(self, cells: Iterable[Cell]) -> int:
        """How many organizations stand in these cells for certain."""
        most: dict[Cell, int] = {}
        for cell in cells:
            whose = cell[: self.exclusive]
            most[whose] = max(most.get(whose, 0), self.cells[cell])
        return sum(most.values())


def hidden(table: Table, too_few: Collection[Group] = ()) -> set[Group]:
    """The groups not shown: those with too few organizations, those given, and those that would tell on them."""
    found = {group for group, count in table.groups.items() if count < FEWEST} | set(too_few)
    while (more := _tells(table, found)) is not None:
        found.add(more)
    return found


def steady(counts: Mapping[tuple[int, int], int], periods: int) -> list[bool]:
    """Over which of the nested periods, the shortest first, a group may be shown: no two of them differ by a few.

    `counts[i, j]` is how many organizations stand in the stretches i to j, of which period j has those from 0 to j.
    """
    shown = [False] * periods
    longer: int | None = None
    for period in reversed(range(periods)):
        between = counts[period + 1, longer] if longer is not None else 0
        shown[period] = counts[0, period] >= FEWEST and (between == 0 or between >= FEWEST)
        if shown[period]:
            longer = period
    return shown


def _tells(table: Table, hiding: set[Group]) -> Group | None:
    """The smallest of the groups shown that would give away what is hidden; None when nothing does."""
    for grouping in sorted({number for number, _name in table.groups if number >= 0}):
        away = [group for group in table.groups if group[0] == grouping and group in hiding]
        union = {cell for group in away for cell in table.rows.get(group, ())}
        tells = bool(away) and (len(away) < 2 or table.at_least(union) < FEWEST)
        if tells and (other := _smallest(table, hiding, grouping=grouping)) is not None:
            return other
    return _derivable(table, hiding)


def _derivable(table: Table, hiding: set[Group]) -> Group | None:
    shown = [row for group, row in sorted(table.rows.items()) if group not in hiding]
    for row in reduced(shown):
        if table.at_least(row) < FEWEST:
            return _smallest(table, hiding, touching=row) or _smallest(table, hiding)
    return None


def _smallest(
    table: Table, hiding: set[Group], *, grouping: int | None = None, touching: Row | None = None
) -> Group | None:
    fitting = [
        (count, group)
        for group, count in table.groups.items()
        if group not in hiding
        and group != ALL
        and (grouping is None or group[0] == grouping)
        and (touching is None or not touching.keys().isdisjoint(table.rows.get(group, {})))
    ]
    return min(fitting)[1] if fitting else None


def reduced(rows: Sequence[Row]) -> list[Row]:
    """The rows in reduced echelon form, modulo `PRIME`: a cell alone in a row is what the sums give away."""
    done: list[tuple[Cell, Row]] = []
    for given in rows:
        row = dict(given)
        for pivot, other in done:
            row = _without(row, pivot, other)
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, PRIME)
        row = {cell: value * inverse % PRIME for cell, value in row.items()}
        done = [(of, _without(other, pivot, row)) for of, other in done]
        done.append((pivot, row))
    return [row for _pivot, row in done]


def _without(row: Row, pivot: Cell, other: Row) -> Row:
    """The row less as much of the other as makes the pivot vanish."""
    times = row.get(pivot, 0)
    if not times:
        return row
    left = dict(row)
    for cell, value in other.items():
        if rest := (left.get(cell, 0) - times * value) % PRIME:
            left[cell] = rest
        else:
            left.pop(cell, None)
    return left
