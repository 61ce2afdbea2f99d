"""Bars over weeks: where everything lies. Pure: figures in, shapes out, no Django.

Lengths are in sixteenths of a `rem`, so that the drawing grows with the letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

WEEK = timedelta(weeks=1)
MOST = 104  # weeks drawn, the newest
HIGH, HEAD, FOOT = 160, 24, 24  # the bars, room for words above and below them
LEFT, RIGHT = 56, 24
WIDEST, NARROWEST, AIM = 56, 9, 760  # a week; the width aimed at
LABEL = 64  # the width of a day in words
VALUES = 20  # so many bars at most carry their figures


@dataclass(frozen=True, slots=True)
class Bar:
    """One week."""

    week: date
    value: int
    x: float
    y: float
    width: float
    height: float
    dated: bool  # whether its day stands below it

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid with its figure."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    grid: list[Line]
    width: float
    valued: bool  # whether the bars carry their figures

    @property
    def height(self) -> int:
        return HEAD + HIGH + FOOT

    @property
    def right(self) -> float:
        return self.width - RIGHT

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return HEAD + HIGH

    @property
    def foot(self) -> int:
        """The line that the days are written on."""
        return self.height - 6


def weeks(values: Mapping[date, int]) -> dict[date, int]:
    """Every week from the first to the last, 0 where nothing was; the newest `MOST` of them. Keys are Mondays."""
    if not values:
        return {}
    last = max(values)
    first = max(min(values), last - (MOST - 1) * WEEK)
    return {week: values.get(week, 0) for week in (first + n * WEEK for n in range((last - first).days // 7 + 1))}


def draw(values: Mapping[date, int]) -> Chart:
    """A bar for each week, from 0 up to a round figure that none exceeds."""
    filled = weeks(values)
    step = max(NARROWEST, min(WIDEST, AIM / len(filled))) if filled else WIDEST
    top, unit = scale(max(filled.values(), default=0))
    every = ceil(LABEL / step)
    bars = []
    for number, (week, value) in enumerate(filled.items()):
        height = round(HIGH * value / top, 1)
        x = round(LEFT + number * step + step * 0.15, 1)
        bars.append(Bar(week, value, x, HEAD + HIGH - height, round(step * 0.7, 1), height, number % every == 0))
    grid = [Line(round(HEAD + HIGH - HIGH * value / top, 1), value) for value in range(0, top + 1, unit)]
    return Chart(bars, grid, round(LEFT + max(len(filled), 3) * step + RIGHT, 1), valued=len(bars) <= VALUES)


def scale(most: int) -> tuple[int, int]:
    """A round figure at or above `most`, and the step of the grid that leads to it in at most five steps.

    Steps are 1, 2 or 5 times a power of ten.
    """
    if most <= 5:
        return max(1, most), 1
    power = 10 ** floor(log10(most / 5))
    unit = next(times * power for times in (1, 2, 5, 10) if times * power * 5 >= most)
    return ceil(most / unit) * unit, unit
