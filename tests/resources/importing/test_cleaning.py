"""Cells into values: what is read, and what is refused with its reason."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.shared import geography
from resources.importing import cleaning
from resources.importing.cleaning import Unusable

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def reason(clean: Callable[[], object]) -> str:
    with pytest.raises(Unusable) as caught:
        clean()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "units"), [("1", 1), (" 40 ", 40), ("12,000", 12000), ("007", 7), ("1,000,000", 10**6)]
)
def test_whole_numbers_are_read(text: str, units: int) -> None:
    assert cleaning.quantity(text) == units


def test_packs_are_counted_in_units() -> None:
    assert cleaning.quantity("6", factor=100) == 600


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing"),
        ("0", "at least 1"),
        ("-18", "at least 1"),
        ("12.5", "not a whole number"),
        ("2e14", "not a whole number"),
        ("1,00", "not a whole number"),
        ("ten", "not a whole number"),
        ("٣", "not a whole number"),
        ("199999999999998", "at most 1,000,000,000"),
        ("1" * 40, "not a whole number"),
    ],
)
def test_other_numbers_are_refused(text: str, said: str) -> None:
    assert said in reason(lambda: cleaning.quantity(text))


def test_a_number_can_be_too_large_for_its_source_or_in_units() -> None:
    assert "More than 500 in one row" in reason(lambda: cleaning.quantity("501", largest=500))
    assert "at most 1,000,000,000" in reason(lambda: cleaning.quantity("10000001", factor=100))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CA", "CA"),
        ("ca", "CA"),
        (" Tx ", "TX"),
        ("Ohio", "OH"),
        ("new  york", "NY"),
        ("District of Columbia", "DC"),
        ("PR", "PR"),
    ],
)
def test_states_are_read_by_code_and_by_name(text: str, code: str) -> None:
    assert cleaning.state(text) == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing"),
        ("albama", "If Alabama is meant, write AL."),
        ("Virgina", "If Virginia is meant, write VA."),
        ("pb", "none of the 50 states"),
        ("test1", "none of the 50 states"),
        ("Honghong", "none of the 50 states"),
        ("GU", "none of the 50 states"),
        ("CA, USA", "none of the 50 states"),
    ],
)
def test_other_states_are_refused_and_near_ones_suggested(text: str, said: str) -> None:
    assert said in reason(lambda: cleaning.state(text))


def test_every_state_is_read_in_any_case() -> None:
    for code, place in geography.STATES.items():
        assert cleaning.state(code.lower()) == cleaning.state(place.name.upper()) == code


def test_the_rule_that_places_by_key_is_always_the_same_and_spreads() -> None:
    assert cleaning.state_by_key("0000a211") == cleaning.state_by_key("0000a211") == "SC"
    assert {cleaning.state_by_key(str(n)) for n in range(1000)} == set(geography.STATES)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-05-22 07:38:09.981 UTC", datetime(2020, 5, 22, 7, 38, 9, 981000, UTC)),
        ("2020-05-22T07:38:09Z", datetime(2020, 5, 22, 7, 38, 9, tzinfo=UTC)),
        ("2020-05-22 07:38:09-04:00", datetime(2020, 5, 22, 11, 38, 9, tzinfo=UTC)),
        ("2020-05-22", datetime(2020, 5, 22, tzinfo=UTC)),
    ],
)
def test_moments_are_read(text: str, moment: datetime) -> None:
    assert cleaning.moment(text, now=NOW) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "22/05/2020", "2020-13-45", "2026-11-21", "0001-01-01T00:00+14:00"])
def test_other_moments_are_refused(text: str) -> None:
    reason(lambda: cleaning.moment(text, now=NOW))


def test_days_and_words() -> None:
    assert cleaning.day(" 2020-05-22 ") == date(2020, 5, 22)
    assert cleaning.day(" ") is None
    assert "no day" in reason(lambda: cleaning.day("05/22/2020"))
    assert cleaning.choice(" Loan", ["gift", "loan"]) == "loan"
    assert "none of: gift, loan" in reason(lambda: cleaning.choice("sale", ["gift", "loan"]))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_cleaning(text: str) -> None:
    for clean in (cleaning.quantity, cleaning.state, cleaning.day, lambda t: cleaning.moment(t, now=NOW)):
        with suppress(Unusable):
            clean(text)
