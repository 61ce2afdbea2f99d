"""What tables of groups hide: nothing of fewer than three organizations follows from what they show."""

from collections import Counter
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.shared.disclosure import ALL, FEWEST, Cell, Group, Table, hidden, reduced, steady

PROFILES = st.lists(st.tuples(st.sampled_from("sml"), st.sampled_from("abcd"), st.sampled_from("123")), max_size=40)


def table_of(profiles: list[Cell]) -> Table:
    """Each profile one organization, which stands in one group of every grouping."""
    groups: Counter[Group] = Counter(group for profile in profiles for group in enumerate(profile))
    groups[ALL] = len(profiles)
    return Table(Counter(profiles), groups, exclusive=3)


def follows(rows: list[set[Cell]], sought: set[Cell]) -> bool:
    """Whether the sum over the cells sought is a combination of the rows, by Gauss over fractions."""
    cells = sorted(set().union(*rows, sought))
    matrix = [[Fraction(cell in row) for row in rows] + [Fraction(cell in sought)] for cell in cells]
    rank = 0
    for column in range(len(rows)):
        pivot = next((at for at in range(rank, len(matrix)) if matrix[at][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        for at in range(rank + 1, len(matrix)):
            times = matrix[at][column] / matrix[rank][column]
            matrix[at] = [x - times * y for x, y in zip(matrix[at], matrix[rank], strict=True)]
        rank += 1
    return not any(row[-1] for row in matrix[rank:])


def test_a_group_of_two_is_hidden_and_so_is_the_smallest_of_the_others() -> None:
    table = table_of([("s",)] * 2 + [("m",)] * 4 + [("l",)] * 9)
    assert hidden(table) == {(0, "s"), (0, "m")}


def test_two_hidden_groups_with_one_organization_each_take_a_third_with_them() -> None:
    """Their sum is known, so each of the two would know the other."""
    table = table_of([("s",)] + [("t",)] + [("m",)] * 4 + [("l",)] * 9)
    assert hidden(table) == {(0, "s"), (0, "t"), (0, "m")}


def test_two_hidden_groups_of_two_are_enough() -> None:
    table = table_of([("s",)] * 2 + [("t",)] * 2 + [("m",)] * 4)
    assert hidden(table) == {(0, "s"), (0, "t")}


def test_where_all_have_enough_nothing_is_hidden() -> None:
    assert hidden(table_of([("s", "a")] * 5 + [("l", "b")] * 5)) == set()


def test_two_groupings_that_differ_by_one_organization_are_not_both_shown() -> None:
    """All three laboratories are small, and one hospital too: small less laboratory is that hospital."""
    table = table_of([("small", "lab")] * 3 + [("small", "hospital")] + [("large", "hospital")] * 5)
    away = hidden(table)
    assert away
    shown = [set(table.rows[group]) for group in table.rows if group not in away]
    assert not follows(shown, {("small", "hospital")})


def test_when_all_are_too_few_nothing_is_shown() -> None:
    assert hidden(table_of([("s",), ("m",)])) == {ALL, (0, "s"), (0, "m")}
    assert hidden(Table({}, {ALL: 0})) == {ALL}


@settings(max_examples=150, deadline=None)
@given(PROFILES)
def test_an_intruder_who_adds_and_takes_away_never_gets_at_a_cell_of_one_or_two(profiles: list[Cell]) -> None:
    table = table_of(profiles)
    away = hidden(table)
    shown = [set(row) for group, row in table.rows.items() if group not in away]
    assert all(table.groups[group] >= FEWEST for group in table.groups if group not in away)
    for cell, count in table.cells.items():
        assert count >= FEWEST or not shown or not follows(shown, {cell})


@settings(max_examples=100, deadline=None)
@given(PROFILES)
def test_nor_at_the_rest_of_any_grouping(profiles: list[Cell]) -> None:
    table = table_of(profiles)
    away = hidden(table)
    for grouping in range(3):
        rest = [group for group in table.groups if group[0] == grouping and group in away]
        if rest and ALL not in away:
            assert len(rest) > 1
            assert sum(table.groups[group] for group in rest) >= FEWEST


def test_reduced_rows_leave_alone_what_can_be_derived() -> None:
    a, b, c = ("a",), ("b",), ("c",)
    rows = reduced([{a: 1, b: 1, c: 1}, {a: 1, b: 1}])
    assert {c: 1} in rows
    assert len(rows) == 2
    assert reduced([{a: 1, b: 1}, {a: 1, b: 1}]) == [{a: 1, b: 1}]


# Nested periods


def counts_of(stretches: list[set[int]]) -> dict[tuple[int, int], int]:
    """Of each run of stretches, how many organizations stand in it."""
    n = len(stretches)
    return {(i, j): len(set().union(*stretches[i : j + 1])) for i, j in product(range(n), repeat=2) if i <= j}


def test_a_short_period_that_differs_from_a_longer_one_by_a_few_is_not_shown() -> None:
    assert steady(counts_of([{1, 2, 3}, {4}, {1, 2, 5, 6}, set()]), 4) == [False, True, True, True]
    assert steady(counts_of([{1, 2, 3}, {4, 5, 6}, set(), set()]), 4) == [True, True, True, True]
    assert steady(counts_of([{1}, {2}, set(), set()]), 4) == [False, False, False, False]


@given(st.lists(st.sets(st.integers(0, 6)), min_size=4, max_size=4))
def test_no_two_periods_that_are_shown_differ_by_one_or_two(stretches: list[set[int]]) -> None:
    counts = counts_of(stretches)
    shown = [period for period, yes in enumerate(steady(counts, 4)) if yes]
    assert all(counts[0, period] >= FEWEST for period in shown)
    for short in shown:
        for long in shown:
            assert short >= long or counts[short + 1, long] not in {1, 2}
