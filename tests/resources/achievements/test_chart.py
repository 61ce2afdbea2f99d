"""Bars over weeks: a bar for each week in its place, under a round figure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.achievements.chart import HEAD, HIGH, MOST, draw, scale, weeks

MONDAY = date(2026, 11, 2)
VALUES = st.dictionaries(
    st.integers(0, 150).map(lambda n: MONDAY - timedelta(weeks=n)), st.integers(1, 10**12), max_size=30
)


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, (1, 1)), (1, (1, 1)), (5, (5, 1)), (6, (6, 2)), (9, (10, 2)), (23, (25, 5)), (580_000, (600_000, 200_000))],
)
def test_the_scale_ends_at_a_round_figure_in_at_most_five_steps(most: int, expected: tuple[int, int]) -> None:
    assert scale(most) == expected


@given(st.integers(0, 10**15))
def test_the_scale_holds_every_value_and_wastes_little(most: int) -> None:
    top, unit = scale(most)
    assert most <= top
    assert top % unit == 0
    assert 1 <= top // unit <= 5
    assert top - most <= max(1, unit)


def test_weeks_without_deliveries_stand_between_as_0() -> None:
    filled = weeks({MONDAY: 3, MONDAY - timedelta(weeks=2): 1})
    assert list(filled.values()) == [1, 0, 3]
    assert weeks({}) == {}


@given(VALUES)
def test_bars_stand_side_by_side_inside_the_drawing(values: dict[date, int]) -> None:
    chart = draw(values)
    assert len(chart.bars) <= MOST
    for bar in chart.bars:
        assert 0 <= bar.height <= HIGH
        assert bar.y + bar.height == HEAD + HIGH
        assert bar.x + bar.width <= chart.right
        assert bar.value == values.get(bar.week, 0)
    for one, other in zip(chart.bars, chart.bars[1:], strict=False):
        assert one.x + one.width < other.x
        assert other.week - one.week == timedelta(weeks=1)


def test_days_are_written_only_where_there_is_room() -> None:
    assert sum(bar.dated for bar in draw({MONDAY - timedelta(weeks=n): 1 for n in range(100)}).bars) == 13
    assert not draw({MONDAY - timedelta(weeks=n): 1 for n in range(100)}).valued
    assert draw({MONDAY: 1}).valued
