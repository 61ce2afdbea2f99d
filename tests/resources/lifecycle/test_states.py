"""The state table of a match, whole, without a row."""

import itertools

import pytest

from coalition.shared import states
from coalition.shared.errors import IllegalTransition
from resources.models import MatchStatus
from resources.models.match import GIVEN_BACK, LIVE, TRANSITIONS, UNDER_WAY

ALLOWED = {
    ("proposed", "agreed"),
    ("proposed", "declined"),
    ("proposed", "cancelled"),
    ("proposed", "undone"),
    ("proposed", "lapsed"),
    ("agreed", "shipped"),
    ("agreed", "received"),
    ("agreed", "cancelled"),
    ("shipped", "received"),
    ("shipped", "cancelled"),
    ("received", "returned"),
    ("received", "closed"),
    ("returned", "closed"),
}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(MatchStatus.values, repeat=2)))
def test_a_match_moves_only_along_the_table(old: str, new: str) -> None:
    if (old, new) in ALLOWED:
        states.check(TRANSITIONS, MatchStatus, old=old, new=new)
        return
    with pytest.raises(IllegalTransition) as refusal:
        states.check(TRANSITIONS, MatchStatus, old=old, new=new)
    assert (refusal.value.facts["old"], refusal.value.facts["new"]) == (old, new)


def test_every_state_either_holds_its_units_or_has_given_them_back() -> None:
    assert set(LIVE) | set(GIVEN_BACK) == set(MatchStatus)
    assert not set(LIVE) & set(GIVEN_BACK)
    assert set(UNDER_WAY) | {"received", "returned"} == set(TRANSITIONS)
