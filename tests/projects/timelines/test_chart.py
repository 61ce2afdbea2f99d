"""The drawing of a timeline. No database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from projects.timelines.chart import HEAD, ROOM, ROW, Row, draw, span

TODAY = date(2026, 11, 25)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@st.composite
def rows(draw_: st.DrawFn) -> list[Row]:
    found = []
    for key in range(1, draw_(st.integers(1, 12)) + 1):
        due = draw_(st.integers(-400, 400))
        takes = draw_(st.none() | st.integers(0, 90))
        found.append(
            Row(
                key=key,
                due_on=day(due),
                starts_on=None if takes is None else day(due - takes),
                first_due_on=day(due - draw_(st.integers(0, 60))),
                expected_on=day(due + draw_(st.integers(0, 60))),
                progress=draw_(st.integers(0, 100)),
                note="Dec 18, 12 days later",
                waits_for=tuple(draw_(st.lists(st.integers(1, key), max_size=3))) if key > 1 else (),
            )
        )
    return found


@given(rows())
def test_everything_lies_within_the_drawing(found: list[Row]) -> None:
    first, last = span(found, today=TODAY)
    chart = draw(found, first=first, last=last, today=TODAY)
    assert chart.height == HEAD + ROW * len(found)
    assert chart.today is not None
    assert 0 < chart.today < chart.plot
    for lane in chart.lanes:
        places = [lane.due, lane.start, lane.first, lane.expected]
        assert all(0 <= place <= chart.plot for place in places if place is not None)
        assert lane.done <= lane.bar_width or lane.bar_width == 6
        assert 0 <= lane.words <= chart.width


@given(rows())
def test_what_is_later_lies_further_to_the_right(found: list[Row]) -> None:
    first, last = span(found, today=TODAY)
    lanes = draw(found, first=first, last=last, today=TODAY).lanes
    by_day = sorted(lanes, key=lambda lane: lane.row.due_on or first)
    assert [lane.due for lane in by_day] == sorted(lane.due for lane in lanes)


@given(rows())
def test_each_wait_that_is_shown_has_its_arrow(found: list[Row]) -> None:
    first, last = span(found, today=TODAY)
    chart = draw(found, first=first, last=last, today=TODAY)
    assert len(chart.arrows) == sum(len(row.waits_for) for row in found)


def test_what_lies_outside_the_window_is_cut_at_its_edges() -> None:
    far = Row(key=1, due_on=day(900), starts_on=day(-900), expected_on=day(900))
    lane = draw([far], first=day(0), last=day(90), today=TODAY).lanes[0]
    assert lane.start == -16
    assert lane.due == draw([], first=day(0), last=day(90), today=TODAY).plot + 16


def test_words_without_room_at_the_right_stand_before_the_mark() -> None:
    late = Row(key=1, due_on=day(90), note="m" * 40)
    lane = draw([late], first=day(0), last=day(90), today=TODAY).lanes[0]
    assert lane.words_before
    assert lane.words < lane.due


def test_months_and_weeks_are_named_as_far_as_there_is_room() -> None:
    chart = draw([], first=date(2026, 11, 9), last=date(2027, 2, 7), today=TODAY)
    assert [(tick.day.month, tick.day.day) for tick in chart.months] == [(11, 9), (12, 1), (1, 1), (2, 1)]
    assert all(tick.day.weekday() == 0 for tick in chart.weeks)
    assert len(chart.weeks) == 13
    years = draw([], first=date(2026, 11, 9), last=date(2029, 11, 9), today=TODAY)
    assert years.weeks == []
    assert [tick.day.month for tick in years.months if tick.worded][:4] == [1, 4, 7, 10]


def test_a_day_that_is_not_shown_has_no_line_of_today() -> None:
    assert draw([], first=day(10), last=day(20), today=TODAY).today is None


def test_a_drawing_of_three_months_fits_beside_the_names_on_a_desk() -> None:
    assert draw([], first=day(0), last=day(90), today=TODAY).width <= 860 + 1 + ROOM
