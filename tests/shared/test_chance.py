"""Tests of difference: known answers, what must not matter, and what many tests at once ask for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.shared.chance import DRAWS, greatest_difference, holm

NUMBERS = st.lists(st.integers(0, 10**9), min_size=3, max_size=5)
GROUPS = st.dictionaries(st.sampled_from("abc"), NUMBERS, min_size=2, max_size=2)
PS = st.lists(st.floats(0.0001, 1), min_size=1, max_size=12)


def test_two_groups_wholly_apart_come_by_chance_in_two_of_twenty_ways() -> None:
    found = greatest_difference({"a": [1, 2, 3], "b": [4, 5, 6]})
    assert found is not None
    assert (found.group, found.by, found.p, found.exact) == ("a", -3.0, 2 / 20, True)


@pytest.mark.parametrize(("right", "ways"), [(4, 2), (3, 34)])
def test_fishers_lady_tasting_tea(right: int, ways: int) -> None:
    """Eight cups, four with the milk first; of the 70 ways to sort them so many are as far off, either way."""
    milk, tea = [1] * right + [0] * (4 - right), [1] * (4 - right) + [0] * right
    found = greatest_difference({"milk first": milk, "tea first": tea})
    assert found is not None
    assert (found.p, found.exact) == (ways / 70, True)


def test_of_three_groups_the_one_that_lies_off_is_named_and_all_ways_to_make_three_are_counted() -> None:
    found = greatest_difference({"a": [5, 5, 5], "b": [5, 5, 5], "c": [9, 9, 9]})
    assert found is not None
    assert (found.group, found.by, found.exact) == ("c", 4.0, True)
    assert found.p == pytest.approx(3 * 20 / 1680)  # the three nines in one group, whichever, 20 ways for the rest


def test_equal_values_never_differ() -> None:
    found = greatest_difference({"a": [7] * 3, "b": [7] * 30})
    assert found is not None
    assert (found.by, found.p) == (0.0, 1.0)


def test_many_values_are_drawn_by_the_same_lot_each_time() -> None:
    groups = {"a": list(range(60)), "b": list(range(30, 90))}
    first, again = greatest_difference(groups), greatest_difference(groups)
    assert first == again
    assert first is not None
    assert not first.exact
    assert first.p == 1 / (DRAWS + 1)  # so far apart that no draw comes near; never 0


@pytest.mark.parametrize("groups", [{}, {"a": [1, 2, 3]}, {"a": [1, 2, 3], "b": [4, 5]}, {"a": [], "b": []}])
def test_too_few_cases_say_nothing(groups: dict[str, list[int]]) -> None:
    assert greatest_difference(groups) is None


@settings(max_examples=40, deadline=None)
@given(GROUPS)
def test_p_lies_above_0_and_at_most_at_1(groups: dict[str, list[int]]) -> None:
    found = greatest_difference(groups)
    assert found is not None
    assert 0 < found.p <= 1


@settings(max_examples=40, deadline=None)
@given(GROUPS, st.integers(-(10**6), 10**6))
def test_neither_the_order_of_values_nor_a_common_shift_nor_the_sign_matters(
    groups: dict[str, list[int]], shift: int
) -> None:
    found = greatest_difference(groups)
    shifted = greatest_difference({name: [value + shift for value in values[::-1]] for name, values in groups.items()})
    turned = greatest_difference({name: [-value for value in values] for name, values in groups.items()})
    assert found is not None
    assert shifted is not None
    assert turned is not None
    assert found.p == shifted.p == turned.p
    assert turned.by == pytest.approx(-found.by)


@settings(max_examples=40, deadline=None)
@given(GROUPS)
def test_the_names_of_the_groups_do_not_matter(groups: dict[str, list[int]]) -> None:
    (one, mine), (two, theirs) = groups.items()
    found, swapped = greatest_difference(groups), greatest_difference({one: theirs, two: mine})
    assert found is not None
    assert swapped is not None
    assert found.p == swapped.p


def test_holm_gives_the_values_of_his_method() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.7, 0.9]) == [1.0, 1.0]


@given(PS)
def test_holm_only_raises_keeps_the_order_and_ends_at_1(ps: list[float]) -> None:
    raised = holm(ps)
    assert all(p <= q <= 1 for p, q in zip(ps, raised, strict=True))
    assert [q for _p, q in sorted(zip(ps, raised, strict=True))] == sorted(raised)
    assert max(raised) <= min(1, len(ps) * max(ps))
