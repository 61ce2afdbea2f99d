"""Units go on their way and arrive: whole, in part, or not at all."""

import pytest

from coalition.shared.errors import IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Organization, Person
from resources.lifecycle import propose_match, record_agreement, record_receipt, record_shipment
from resources.models import Match, MatchStatus, Movement, Stage
from tests.resources.lifecycle.words import agreed_words, counters


@pytest.fixture
def agreed(match: Match, olga: Person, cascade: Organization) -> Match:
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    return Match.objects.get(pk=match.pk)


def test_the_giver_records_carrier_and_tracking(agreed: Match, olga: Person) -> None:
    shipped = record_shipment(agreed, actor=olga, carrier=" Keystone ", tracking="KL-1")
    assert (shipped.status, shipped.carrier, shipped.tracking) == (MatchStatus.SHIPPED, "Keystone", "KL-1")
    assert Activity.objects.get(kind="match.shipped").text == "Keystone KL-1"


@pytest.mark.parametrize("who", ["rita", "colin", "cora", "ada"])
def test_nobody_else_sends(who: str, agreed: Match, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        record_shipment(agreed, actor=request.getfixturevalue(who))


def test_nothing_is_sent_before_it_is_agreed(match: Match, olga: Person) -> None:
    with pytest.raises(IllegalTransition):
        record_shipment(match, actor=olga)


def test_a_whole_receipt_leaves_the_counters_as_they_are(agreed: Match, olga: Person, rita: Person) -> None:
    record_shipment(agreed, actor=olga)
    received = record_receipt(agreed, actor=rita, quantity=12)
    assert (received.status, received.received_quantity) == (MatchStatus.RECEIVED, 12)
    assert counters(agreed) == (12, 12)
    way = Movement.objects.filter(match=agreed).values_list("came_from", "went_to", "units")
    assert list(way) == [
        ("open", "proposed", 12),
        ("proposed", "agreed", 12),
        ("agreed", "in_transit", 12),
        ("in_transit", "delivered", 12),
    ]


@pytest.mark.parametrize(("arrived", "held"), [(9, 9), (0, 0)])
def test_what_did_not_arrive_is_open_again_on_both_sides(
    arrived: int, held: int, agreed: Match, olga: Person, rita: Person
) -> None:
    record_shipment(agreed, actor=olga)
    record_receipt(agreed, actor=rita, quantity=arrived, note="One pallet was wet.")
    assert counters(agreed) == (held, held)
    release = Movement.objects.get(match=agreed, came_from=Stage.IN_TRANSIT, went_to=Stage.OPEN)
    assert (release.units, release.recorded_by) == (12 - arrived, rita)
    told = Activity.objects.get(kind="match.received").text
    assert told == f"{arrived} of 12 arrived. One pallet was wet."


def test_the_rest_can_be_matched_again(agreed: Match, rita: Person, cora: Person) -> None:
    record_receipt(agreed, actor=rita, quantity=2)
    again = propose_match(agreed.offer, agreed.request, actor=cora, quantity=18)
    assert counters(again) == (20, 20)


@pytest.mark.parametrize("quantity", [-1, 13])
def test_no_more_arrives_than_was_agreed(quantity: int, agreed: Match, rita: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        record_receipt(agreed, actor=rita, quantity=quantity)
    assert (refusal.value.field, refusal.value.facts["most"]) == ("quantity", 12)


@pytest.mark.parametrize("who", ["olga", "reed", "cora", "ada"])
def test_only_the_receiver_records_the_receipt(who: str, agreed: Match, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        record_receipt(agreed, actor=request.getfixturevalue(who), quantity=12)


def test_nothing_is_received_before_it_is_agreed_nor_twice(match: Match, agreed: Match, rita: Person) -> None:
    record_receipt(agreed, actor=rita, quantity=12)
    with pytest.raises(IllegalTransition):
        record_receipt(agreed, actor=rita, quantity=12)


def test_a_proposal_cannot_be_received(match: Match, rita: Person) -> None:
    with pytest.raises(IllegalTransition):
        record_receipt(match, actor=rita, quantity=12)
