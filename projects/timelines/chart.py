"""The drawing of a timeline: where everything lies. Pure: rows in, shapes out, no Django.

Lengths are in units of which a row of text has 16 for its letters; the page draws a unit as a sixteenth of a `rem`, so
that the drawing grows with the letters. A day's mark stands in the middle of the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

ROW, HEAD = 44, 44  # heights
WIDEST, NARROWEST = 22.0, 1.2  # a day
AIM, ROOM = 860, 150  # the width aimed at; what is left at the right for words
BAR, MARK = 14, 8  # the height of a bar; half the width of a mark
NAME = 60  # the name of a month with its year
THIN = 6  # the narrowest bar
ELBOW = 12  # before the head of an arrow
LETTER = 6.6  # the width of one, taken wide


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone to draw; or, with `heading`, the line that begins a group, and sums it up."""

    key: int
    due_on: date | None = None
    starts_on: date | None = None
    first_due_on: date | None = None
    expected_on: date | None = None
    progress: int = 0
    kind: str = "ahead"  # or "reached", "dropped"
    critical: bool = False
    note: str = ""
    waits_for: tuple[int, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A row with its places: `y` of its middle, `x` of what begins and ends in it; None where it has none."""

    row: Row
    top: int
    due: float = 0
    start: float | None = None
    done: float = 0  # the width of the bar that is done
    first: float | None = None
    expected: float | None = None
    words: float = 0
    words_before: bool = False

    @property
    def y(self) -> int:
        return self.top + ROW // 2

    @property
    def bar_top(self) -> float:
        return self.y - BAR / 2

    @property
    def bar_width(self) -> float:
        return 0 if self.start is None else round(max(self.due - self.start, THIN), 1)

    @property
    def late_width(self) -> float:
        return 0 if self.expected is None else round(self.expected - self.due, 1)

    @property
    def begins(self) -> float:
        """The left edge of what is drawn of it."""
        return self.start if self.start is not None else self.due - MARK

    @property
    def ends(self) -> float:
        return self.due if self.expected is None else self.expected


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid at the beginning of a day, with its words if there is room for them."""

    x: float
    day: date
    worded: bool = True


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a milestone to one that waits for it, as the path of an SVG."""

    path: str
    critical: bool


@dataclass(frozen=True)
class Chart:
    """A whole drawing."""

    first: date
    last: date
    day: float
    lanes: list[Lane]
    months: list[Tick] = field(default_factory=list)
    weeks: list[Tick] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    today: float | None = None

    @property
    def plot(self) -> float:
        """The width of the days."""
        return round(((self.last - self.first).days + 1) * self.day, 1)

    @property
    def width(self) -> float:
        return self.plot + ROOM

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.lanes)

    @property
    def rem(self) -> tuple[float, float]:
        """Width and height in sixteenths, as the page gives them."""
        return self.width / 16, self.height / 16


def draw(rows: Sequence[Row], *, first: date, last: date, today: date) -> Chart:
    """The drawing of the rows on the days from `first` to `last`, both of which are shown."""
    days = (last - first).days + 1
    day = round(min(WIDEST, max(NARROWEST, AIM / days)), 2)
    plot = round(days * day, 1)
    lanes = [_lane(row, HEAD + place * ROW, first=first, day=day, plot=plot) for place, row in enumerate(rows)]
    return Chart(
        first=first,
        last=last,
        day=day,
        lanes=lanes,
        months=_months(first, last, day=day),
        weeks=_weeks(first, last, day=day),
        arrows=list(_arrows(lanes)),
        today=_place(today, first, day) if first <= today <= last else None,
    )


def span(rows: Iterable[Row], *, today: date) -> tuple[date, date]:
    """The days that show all rows, with some room at both ends, and today while something is ahead."""
    rows = [row for row in rows if row.due_on]
    days = [day for row in rows for day in (row.starts_on, row.due_on, row.first_due_on, row.expected_on) if day]
    if any(row.kind == "ahead" for row in rows) or not days:
        days.append(today)
    room = timedelta(days=max(3, (max(days) - min(days)).days // 30))
    return min(days) - room, max(days) + room


def _place(day: date, first: date, width: float) -> float:
    return round(((day - first).days + 0.5) * width, 1)


def _lane(row: Row, top: int, *, first: date, day: float, plot: float) -> Lane:
    if row.due_on is None:
        return Lane(row, top)

    def at(moment: date | None) -> float | None:
        return None if moment is None else min(max(_place(moment, first, day), -2.0 * MARK), plot + 2 * MARK)

    due, start = at(row.due_on) or 0.0, at(row.starts_on)
    expected = at(row.expected_on) if row.expected_on and row.expected_on > row.due_on else None
    moved = at(row.first_due_on) if row.first_due_on and row.first_due_on != row.due_on else None
    end = max(due, expected or due, moved or due) + MARK + 6
    needs = len(row.note) * LETTER
    before = end + needs > plot + ROOM
    begins = min(due - MARK if start is None else start, due if moved is None else moved - MARK) - 6
    return Lane(
        row=row,
        top=top,
        due=due,
        start=start,
        done=0 if start is None else round((due - start) * row.progress / 100, 1),
        first=moved,
        expected=expected,
        words=round(max(begins, needs) if before else max(end, 4), 1),
        words_before=before,
    )


def _months(first: date, last: date, *, day: float) -> list[Tick]:
    month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    has_room = (month - first).days * day >= NAME
    starts = [first] if has_room else []
    while month <= last:
        starts.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    every = 1 if day * 30 >= NAME else 3
    return [
        Tick(
            round((start - first).days * day, 1), start, worded=start == first or every == 1 or start.month % every == 1
        )
        for start in starts
    ]


def _weeks(first: date, last: date, *, day: float) -> list[Tick]:
    """Mondays, where a week has room for the number of its day."""
    if day * 7 < 20:
        return []
    monday = first + timedelta(days=-first.weekday() % 7)
    count = (last - monday).days // 7 + 1
    days = [monday + timedelta(weeks=week) for week in range(max(0, count))]
    return [Tick(round((each - first).days * day, 1), each) for each in days]


def _arrows(lanes: Sequence[Lane]) -> Iterable[Arrow]:
    known = {lane.row.key: lane for lane in lanes if not lane.row.heading}
    for lane in known.values():
        for other in (known[key] for key in lane.row.waits_for if key in known):
            yield Arrow(_path(other, lane), critical=lane.row.critical and other.row.critical)


def _path(before: Lane, after: Lane) -> str:
    """Out of the mark up or down, along, and from the left into what waits: straight where there is room for it."""
    down = 1 if after.top > before.top else -1
    x, y = before.ends, before.y + down * (MARK + 1)
    to = after.begins - 2
    if to - ELBOW >= x:
        return f"M{x:g} {y:g}V{after.y}H{to:g}"
    between = after.y - down * ROW // 2
    return f"M{x:g} {y:g}V{between}H{to - ELBOW:g}V{after.y}H{to:g}"
