"""The formula, one part at a time, and the remarks; no database."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.matching import ranking
from resources.matching.explanation import WORDS, in_words
from resources.matching.ranking import Need, Remark, Supply, assess, rank

TODAY = date(2026, 4, 10)
CHICAGO, PORTLAND = (41.88, -87.63), (45.52, -122.68)

need = Need(units=40, latitude=CHICAGO[0], longitude=CHICAGO[1], state="IL", needed_by=TODAY + timedelta(days=7))
beside = Supply(offer=1, units=40, latitude=CHICAGO[0], longitude=CHICAGO[1], state="IL", available_from=TODAY)


def points(supply: Supply, need: Need = need) -> float:
    fit = assess(need, supply, today=TODAY)
    assert fit is not None
    return fit.points


def what(remarks: list[Remark]) -> list[str]:
    return [remark.what for remark in remarks]


def test_nothing_is_better_than_all_of_it_here_and_now() -> None:
    assert points(beside) == 100


def test_the_parts_add_up_to_a_hundred() -> None:
    parts = (
        ranking.NEAR_POINTS,
        ranking.COVER_POINTS,
        ranking.EXACT_POINTS,
        ranking.TIME_POINTS,
        ranking.SHELF_POINTS,
    )
    assert sum(parts) == 100


def test_half_the_points_for_nearness_are_left_at_a_thousand_kilometres() -> None:
    far = replace(beside, latitude=CHICAGO[0] + 1000 / 111.195)
    fit = assess(need, far, today=TODAY)
    assert fit is not None
    assert fit.km == 1000
    assert fit.points == pytest.approx(100 - 15)


def test_a_quarter_of_the_need_brings_a_quarter_of_the_points_for_cover() -> None:
    assert points(replace(beside, units=10)) == pytest.approx(100 - 18.75)


def test_more_than_is_needed_brings_no_more() -> None:
    assert points(replace(beside, units=4000)) == 100


def test_a_substitute_goes_without_the_points_of_the_exact_type() -> None:
    assert points(replace(beside, substitute_note="Needs another filter")) == 75


def test_being_late_costs_a_fourteenth_a_day() -> None:
    late = replace(beside, available_from=need.needed_by + timedelta(days=6))  # arrives a day later
    assert points(late) == pytest.approx(100 - 15 * 7 / 14)
    assert points(replace(late, available_from=need.needed_by + timedelta(days=90))) == 85


def test_goods_that_expire_soon_lose_up_to_five_points() -> None:
    arrival = TODAY + timedelta(days=1)
    assert points(replace(beside, expires_on=arrival + timedelta(days=30))) == 100
    assert points(replace(beside, expires_on=arrival + timedelta(days=15))) == 97.5
    assert points(replace(beside, expires_on=arrival)) == 95


def test_it_travels_a_day_for_loading_and_one_for_each_800_km_begun() -> None:
    assert [ranking.travel_days(km) for km in (0, 1, 800, 801, 4000)] == [1, 2, 2, 3, 6]


def test_what_does_not_travel_is_as_near_everywhere() -> None:
    anywhere = replace(need, travels=False)
    there = replace(beside, latitude=PORTLAND[0], longitude=PORTLAND[1], state="OR")
    assert points(there, anywhere) == 100
    assert ranking.distance(anywhere, there) == 0


@pytest.mark.parametrize(
    "supply",
    [
        replace(beside, available_from=TODAY - timedelta(days=9), available_until=TODAY - timedelta(days=1)),
        replace(beside, expires_on=TODAY),  # it would arrive tomorrow
        replace(beside, least_lot=41, units=100),  # more at a time than is lacking
        replace(beside, least_lot=10, units=9),
        replace(beside, units=0),
    ],
)
def test_what_cannot_serve_is_no_candidate(supply: Supply) -> None:
    assert assess(need, supply, today=TODAY) is None


def test_an_offer_that_nobody_confirmed_lately_loses_ten_points_and_says_so() -> None:
    stale = replace(beside, unconfirmed_since=TODAY - timedelta(days=22))
    assert points(stale) == points(beside) - 10
    fit = assess(need, stale, today=TODAY)
    assert fit is not None
    assert ranking.cautions(need, stale, fit)[0] == ranking.Remark("stale", {"since": date(2026, 3, 19), "points": 10})
    assert "stale" not in what(ranking.cautions(need, beside, fit))


def test_no_offer_has_less_than_nothing() -> None:
    asked = replace(need, units=10**9, needed_by=TODAY - timedelta(days=90))
    far = replace(beside, units=1, latitude=-40, longitude=100, substitute_note="")
    arrival = ranking.arrival_on(TODAY, ranking.distance(asked, far), today=TODAY)
    far = replace(far, expires_on=arrival)
    assert 0 < points(far, asked) < 10
    assert points(replace(far, unconfirmed_since=TODAY), asked) == 0


def test_the_best_comes_first_and_equals_by_nearness_then_age() -> None:
    near_part = replace(beside, offer=4, units=10)
    twin = replace(beside, offer=2)
    useless = replace(beside, offer=5, expires_on=TODAY)
    order = [supply.offer for supply, _fit in rank(need, [near_part, twin, useless, beside], today=TODAY)]
    assert order == [1, 2, 4]


def test_who_asks_is_not_known_to_the_engine() -> None:
    known = {field.name for field in fields(Need)}
    assert known == {"units", "latitude", "longitude", "state", "needed_by", "travels"}
    assert "organization" not in {field.name for field in fields(Supply)}


@given(
    units=st.integers(1, 10**9),
    wanted=st.integers(1, 10**9),
    latitude=st.floats(17, 72),
    longitude=st.floats(-180, -65),
    ready=st.integers(-400, 400),
    keeps=st.none() | st.integers(-10, 400),
    substitute=st.booleans(),
    stale=st.booleans(),
)
def test_points_stay_between_0_and_100_and_never_fall_when_an_offer_gets_better(
    units: int,
    wanted: int,
    latitude: float,
    longitude: float,
    ready: int,
    keeps: int | None,
    substitute: bool,
    stale: bool,
) -> None:
    asked = replace(need, units=wanted)
    supply = replace(
        beside,
        units=units,
        latitude=latitude,
        longitude=longitude,
        available_from=TODAY + timedelta(days=ready),
        expires_on=None if keeps is None else TODAY + timedelta(days=keeps),
        substitute_note="mind this" if substitute else None,
        unconfirmed_since=TODAY if stale else None,
    )
    fit = assess(asked, supply, today=TODAY)
    if fit is None:
        return
    assert 0 <= fit.points <= 100
    for better in (
        replace(supply, units=units + 1),
        replace(supply, substitute_note=None),
        replace(supply, expires_on=None),
        replace(supply, unconfirmed_since=None),
        replace(supply, available_from=supply.available_from - timedelta(days=1)),
        replace(supply, latitude=asked.latitude, longitude=asked.longitude),
    ):
        improved = assess(asked, better, today=TODAY)
        assert improved is not None
        assert improved.points >= fit.points - 1e-9


def remarks_of(supply: Supply) -> tuple[list[str], list[str]]:
    fit = assess(need, supply, today=TODAY)
    assert fit is not None
    return what(ranking.reasons(need, supply, fit, today=TODAY)), what(ranking.cautions(need, supply, fit))


def test_a_perfect_offer_has_its_reasons_and_nothing_to_mind() -> None:
    assert remarks_of(beside) == (["exact", "covers_all", "ready_now", "same_state"], [])


def test_a_poor_one_says_what_to_mind() -> None:
    poor = replace(
        beside,
        units=3,
        state="WI",
        substitute_note="Needs another filter",
        available_from=need.needed_by,
        available_until=need.needed_by,
        expires_on=need.needed_by + timedelta(days=9),
        return_on=TODAY + timedelta(days=30),
        least_lot=3,
        conditions="Keep dry",
    )
    reasons, cautions = remarks_of(poor)
    assert reasons == ["covers", "same_region"]
    assert cautions == ["substitute", "late", "expires", "loan", "least_lot", "conditions"]


def test_later_but_in_time_and_gone_before_the_day_are_said() -> None:
    reasons, cautions = remarks_of(
        replace(beside, available_from=TODAY + timedelta(days=2), available_until=TODAY + timedelta(days=4), state="OR")
    )
    assert "ready_on" in reasons
    assert cautions == ["until"]


def test_a_share_below_a_hundredth_is_not_praised() -> None:
    reasons, _cautions = remarks_of(replace(beside, units=1))
    assert "covers" in reasons
    assert "covers" not in what(
        ranking.reasons(
            replace(need, units=1000),
            replace(beside, units=1),
            ranking.Fit(0, 0, TODAY),
            today=TODAY,
        )
    )


def test_every_remark_has_its_words() -> None:
    facts = {"share": 71, "on": TODAY, "arrival": TODAY, "needed": TODAY, "note": "n", "least": 1200, "text": "100 %"}
    facts |= {"since": TODAY, "points": 10}
    told = {name: in_words(Remark(name, facts)) for name in WORDS}
    assert told["covers"] == "Covers 71 % of the gap"
    assert told["late"] == "Cannot be there before Apr 10; needed by Apr 10"
    assert told["stale"] == "Not confirmed since Apr 10: 10 points off"
    assert told["least_lot"] == "No fewer than 1,200 at a time"
    assert told["conditions"] == "100 %"
