"""The schedule, held against a slow and plain reckoning of every path. No database."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.schedule import Circle, Step, schedule

TODAY = date(2026, 12, 1)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Up to eight steps, each waiting only for some before it, in a shuffled order and with shuffled keys."""
    size = draw(st.integers(1, 8))
    keys = draw(st.permutations(range(1, size + 1)))
    steps = []
    for place, key in enumerate(keys):
        due = draw(st.integers(-20, 40))
        state = draw(st.sampled_from(["ahead", "ahead", "ahead", "reached", "dropped"]))
        takes = draw(st.none() | st.integers(0, 15))
        before = draw(st.lists(st.sampled_from(keys[:place]), unique=True)) if place else []
        steps.append(
            Step(
                key=key,
                due_on=day(due),
                starts_on=None if takes is None else day(due - takes),
                first_due_on=day(due - draw(st.integers(0, 10))),
                reached_on=day(draw(st.integers(-30, 0))) if state == "reached" else None,
                begun=draw(st.booleans()),
                dropped=state == "dropped",
                waits_for=tuple(before),
            )
        )
    return draw(st.permutations(steps))


def by_every_path(step: Step, steps: dict[int, Step]) -> date:
    """The latest day that any path of what is waited for leads to."""
    if not step.is_ahead:
        return step.reached_on or step.due_on
    after = [by_every_path(steps[key], steps) for key in step.waits_for if steps[key].is_ahead]
    return max([step.due_on, TODAY, *(each + timedelta(days=step.days) for each in after)])


@given(plans())
def test_what_is_expected_is_the_longest_of_all_paths(steps: list[Step]) -> None:
    by_key = {step.key: step for step in steps}
    found = schedule(steps, today=TODAY)
    assert {key: found[key].expected_on for key in by_key} == {
        key: by_every_path(step, by_key) for key, step in by_key.items()
    }


@given(plans())
def test_nothing_ahead_is_expected_before_it_is_planned_nor_before_today(steps: list[Step]) -> None:
    for forecast in schedule(steps, today=TODAY).forecasts.values():
        if forecast.step.is_ahead:
            assert forecast.expected_on >= max(forecast.step.due_on, TODAY)
            assert forecast.days_behind >= forecast.days_late >= 0


@given(plans())
def test_the_order_puts_what_is_waited_for_first(steps: list[Step]) -> None:
    places = {key: place for place, key in enumerate(schedule(steps, today=TODAY).forecasts)}
    assert all(places[other] < places[step.key] for step in steps for other in step.waits_for)


@given(plans())
def test_the_chain_leads_from_what_is_held_up_to_a_cause_that_nothing_holds(steps: list[Step]) -> None:
    found = schedule(steps, today=TODAY)
    for step in steps:
        chain = found.chain(step.key)
        assert bool(chain) == found[step.key].is_held_up
        for held, by in pairwise([step.key, *chain]):
            assert by in found[held].step.waits_for
            assert found[held].expected_on == found[by].expected_on + timedelta(days=found[held].step.days)
        if chain:
            assert not found[chain[-1]].is_held_up
            assert found[step.key].days_behind > found[step.key].days_late


@given(plans(), st.data())
def test_slack_is_how_far_a_step_can_move_without_moving_the_end(steps: list[Step], data: st.DataObject) -> None:
    keys = [step.key for step in steps]
    found = schedule(steps, today=TODAY)
    way = found.towards(keys)
    if way.ends_on is None:
        assert not any(step.is_ahead for step in steps)
        return
    assert min(way.slack.values()) == 0
    assert set(way.critical) == {key for key, days in way.slack.items() if days == 0}
    chosen = data.draw(st.sampled_from(sorted(way.slack)))

    def end_when_late_by(days: int) -> date | None:
        late = found[chosen].expected_on + timedelta(days=days)
        moved = [with_due(step, late) if step.key == chosen else step for step in steps]
        return schedule(moved, today=TODAY).towards(keys).ends_on

    assert end_when_late_by(way.slack[chosen]) == way.ends_on
    assert end_when_late_by(way.slack[chosen] + 1) == way.ends_on + timedelta(days=1)


def with_due(step: Step, due: date) -> Step:
    return Step(step.key, due, due - timedelta(days=step.days), step.first_due_on, waits_for=step.waits_for)


@given(plans())
def test_the_order_in_which_steps_are_given_changes_nothing(steps: list[Step]) -> None:
    assert schedule(steps, today=TODAY).forecasts == schedule(steps[::-1], today=TODAY).forecasts


@given(plans(), st.data())
def test_a_circle_is_named(steps: list[Step], data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(steps))
    before = {step.key: set(step.waits_for) for step in steps}
    upstream = {first.key}
    while more := {key for each in upstream for key in before[each]} - upstream:
        upstream |= more
    last = data.draw(st.sampled_from(sorted(upstream)))
    closed = [
        Step(step.key, step.due_on, waits_for=(*step.waits_for, first.key)) if step.key == last else step
        for step in steps
    ]
    with pytest.raises(Circle) as refused:
        schedule(closed, today=TODAY)
    by_key = {step.key: step for step in closed}
    round_it = refused.value.keys
    assert all(
        one in by_key[other].waits_for or other in by_key[one].waits_for
        for one, other in pairwise([*round_it, round_it[0]])
    )


def test_the_example_of_the_books() -> None:
    """A takes 3 days, B 4, C 2, D 5; C and B follow A, D follows both: A, B, D is critical and C can slip two days."""
    steps = [
        Step(1, day(3), day(0)),
        Step(2, day(7), day(3), waits_for=(1,)),
        Step(3, day(5), day(3), waits_for=(1,)),
        Step(4, day(12), day(7), waits_for=(2, 3)),
    ]
    way = schedule(steps, today=TODAY).towards([1, 2, 3, 4])
    assert way.ends_on == day(12)
    assert way.slack == {1: 0, 2: 0, 3: 2, 4: 0}
    assert way.critical == (1, 2, 4)


def test_a_slip_reaches_what_waits_for_it_and_the_chain_says_why() -> None:
    steps = [
        Step(1, due_on=day(-3), first_due_on=day(-10)),
        Step(2, due_on=day(4), starts_on=day(-3), waits_for=(1,)),
        Step(3, due_on=day(5), waits_for=(2,)),
        Step(4, due_on=day(30), waits_for=(3,)),
    ]
    found = schedule(steps, today=TODAY)
    assert [found[key].expected_on for key in (1, 2, 3, 4)] == [TODAY, day(7), day(7), day(30)]
    assert (found[1].days_late, found[1].days_slipped, found[1].is_held_up) == (3, 10, False)
    assert (found.chain(3), found[3].days_behind) == ([2, 1], 2)
    assert found.chain(4) == []


def test_work_that_has_begun_need_not_begin_again() -> None:
    late = Step(1, due_on=day(-3))
    planned = Step(2, due_on=day(4), starts_on=day(-3), waits_for=(1,))
    begun = Step(3, due_on=day(4), starts_on=day(-3), begun=True, waits_for=(1,))
    found = schedule([late, planned, begun], today=TODAY)
    assert (found[2].days_behind, found[3].days_behind) == (3, 0)


def test_what_is_reached_or_dropped_holds_nothing() -> None:
    late = day(20)
    for other in (Step(1, late, reached_on=day(-1)), Step(1, late, dropped=True)):
        found = schedule([other, Step(2, day(2), waits_for=(1, 77))], today=TODAY)
        assert found[2].expected_on == day(2)
        assert found.towards([1, 2]).slack == {2: 0}


def test_a_plan_that_is_done_has_no_end_ahead() -> None:
    way = schedule([Step(1, day(1), reached_on=day(-1))], today=TODAY).towards([1])
    assert (way.ends_on, dict(way.slack), way.critical) == (None, {}, ())
