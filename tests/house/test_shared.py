"""The earth under the house: the clock, states, geography."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coalition.shared import clock, geography, states
from coalition.shared.errors import IllegalTransition
from members.models.organization import TRANSITIONS, OrganizationStatus


def test_the_clock_can_be_set_for_a_block_and_runs_on_after_it() -> None:
    moment = datetime(2020, 4, 10, 12, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() - moment > timedelta(days=2000)


def test_the_clock_refuses_a_naive_moment() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2020, 4, 10)):  # noqa: DTZ001  # that is the point
        pass


def test_today_is_the_readers_today() -> None:
    late_in_utc = datetime(2020, 4, 10, 1, tzinfo=UTC)
    with clock.at(late_in_utc), timezone.override("America/Los_Angeles"):
        assert clock.today().isoformat() == "2020-04-09"


def test_a_legal_transition_passes_and_an_illegal_one_names_both_states() -> None:
    states.check(TRANSITIONS, OrganizationStatus, old="applicant", new="admitted")
    with pytest.raises(IllegalTransition, match=r"Declined.*Suspended"):
        states.check(TRANSITIONS, OrganizationStatus, old="declined", new="suspended")


def test_every_state_has_a_region_and_a_centre_on_the_map() -> None:
    assert len(geography.STATES) == 52
    assert {state.region for state in geography.STATES.values()} == set(range(1, 11))
    assert all(Decimal(17) < state.latitude < Decimal(72) for state in geography.STATES.values())
    assert geography.region_of("LA") == 6
    assert geography.region_of("XX") is None


def test_distance_is_the_great_circle() -> None:
    chicago, new_york = (41.8781, -87.6298), (40.7128, -74.0060)
    assert geography.distance_km(chicago, new_york) == pytest.approx(1144, rel=0.01)
    assert geography.distance_km(chicago, chicago) == 0
    poles = geography.distance_km((90, 0), (-90, 0))
    assert poles == pytest.approx(3.141592653589793 * geography.EARTH_RADIUS_KM)
