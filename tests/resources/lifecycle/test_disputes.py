"""One side says that the record is wrong; somebody settles it who had no part in the match."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from resources.lifecycle import (
    confirm_outcome,
    propose_match,
    raise_dispute,
    record_agreement,
    record_receipt,
    record_return,
    settle_dispute,
)
from resources.models import Dispute, Match, MatchStatus, Offer, Terms
from tests.conftest import make_person
from tests.resources.lifecycle.words import agreed_words, counters


@pytest.fixture
def agreed(match: Match, olga: Person, cascade: Organization) -> Match:
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    return Match.objects.with_parties().get(pk=match.pk)


@pytest.fixture
def kim(db: None) -> Person:
    """A coordinator with no part in anything."""
    return make_person("kim", is_coordinator=True)


@pytest.fixture
def dispute(agreed: Match, kim: Person, colin: Person, ada: Person, rita: Person, lakeview: Organization) -> Dispute:
    """Lakeview says that fewer arrived than it recorded."""
    record_receipt(agreed, actor=rita, quantity=12)
    return raise_dispute(agreed, actor=rita, organization=lakeview, text="Only nine were whole.")


def test_those_are_asked_who_had_no_part_in_it(dispute: Dispute) -> None:
    waiting = Notice.objects.open().filter(kind="notice.settle_dispute").values_list("person__name", flat=True)
    assert set(waiting) == {"Kim", "Ada"}, "Cora proposed it, Colin works for the giver"


@pytest.mark.parametrize("who", ["cora", "colin", "rita", "olga", "reed"])
def test_nobody_settles_it_who_had_a_part(who: str, dispute: Dispute, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        settle_dispute(dispute, actor=request.getfixturevalue(who), outcome="stands", resolution="So be it.")


def test_the_number_is_put_right_on_the_ledger_as_well(dispute: Dispute, kim: Person) -> None:
    settle_dispute(dispute, actor=kim, outcome="amended", resolution="Both say nine now.", quantity=9)
    match = Match.objects.get(pk=dispute.match_id)
    assert (match.received_quantity, counters(match)) == (9, (9, 9))
    assert Activity.objects.get(kind="match.dispute_settled").actor == kim
    told = Notice.objects.filter(kind="notice.dispute_settled").values_list("person__name", flat=True)
    assert set(told) == {"Olga", "Rita"}
    assert not Notice.objects.open().filter(kind="notice.settle_dispute").exists()
    with pytest.raises(Conflict) as refusal:
        settle_dispute(dispute, actor=kim, outcome="stands", resolution="Again.")
    assert refusal.value.code == "settled"


def test_more_arrived_than_was_recorded(agreed: Match, rita: Person, olga: Person, kim: Person, cora: Person) -> None:
    record_receipt(agreed, actor=rita, quantity=4)
    propose_match(agreed.offer, agreed.request, actor=cora, quantity=13)  # of the sixteen that are free again
    dispute = raise_dispute(agreed, actor=olga, organization=agreed.giver, text="We sent all twelve.")
    with pytest.raises(Conflict) as refusal:
        settle_dispute(dispute, actor=kim, outcome="amended", resolution="They found them.", quantity=12)
    assert (refusal.value.code, refusal.value.facts["open"]) == ("too_few", 7)
    settle_dispute(dispute, actor=kim, outcome="amended", resolution="They found some.", quantity=7)
    assert counters(agreed) == (20, 20)


@pytest.mark.parametrize("quantity", [None, -1, 13])
def test_a_number_that_cannot_be_is_refused(quantity: int | None, dispute: Dispute, kim: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        settle_dispute(dispute, actor=kim, outcome="amended", resolution="So.", quantity=quantity)
    assert refusal.value.field == "quantity"
    assert Dispute.objects.get().is_open


def test_no_fewer_are_left_than_came_back(dispute: Dispute, kim: Person, olga: Person) -> None:
    Offer.objects.update(terms=Terms.LOAN, return_on=clock.today() + timedelta(days=9))
    record_return(dispute.match, actor=olga, quantity=8)
    with pytest.raises(Invalid):
        settle_dispute(dispute, actor=kim, outcome="amended", resolution="So.", quantity=7)
    settle_dispute(dispute, actor=kim, outcome="amended", resolution="So.", quantity=8)
    assert counters(dispute.match) == (0, 8)


def test_what_is_under_way_may_be_called_off(agreed: Match, rita: Person, lakeview: Organization, kim: Person) -> None:
    dispute = raise_dispute(agreed, actor=rita, organization=lakeview, text="We never agreed to that.")
    settle_dispute(dispute, actor=kim, outcome="called_off", resolution="They misunderstood each other.")
    assert Match.objects.get(pk=agreed.pk).status == MatchStatus.CANCELLED
    assert counters(agreed) == (0, 0)


def test_what_arrived_is_not_called_off(dispute: Dispute, kim: Person) -> None:
    with pytest.raises(IllegalTransition):
        settle_dispute(dispute, actor=kim, outcome="called_off", resolution="So.")
    assert Dispute.objects.get().is_open


def test_there_is_one_dispute_at_a_time(dispute: Dispute, olga: Person, cascade: Organization, kim: Person) -> None:
    with pytest.raises(Conflict) as refusal:
        raise_dispute(dispute.match, actor=olga, organization=cascade, text="No.")
    assert refusal.value.code == "disputed"
    settle_dispute(dispute, actor=kim, outcome="stands", resolution="Twelve it is.")
    raise_dispute(dispute.match, actor=olga, organization=cascade, text="There is something else.")


def test_a_proposal_is_not_disputed_nor_what_was_closed_long_ago(
    match: Match, rita: Person, olga: Person, lakeview: Organization, cascade: Organization
) -> None:
    with pytest.raises(IllegalTransition):
        raise_dispute(match, actor=rita, organization=lakeview, text="No.")
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    record_receipt(match, actor=rita, quantity=12)
    confirm_outcome(match, actor=olga)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(IllegalTransition):
        raise_dispute(match, actor=rita, organization=lakeview, text="No.")
    raise_dispute(match, actor=rita, organization=lakeview, text="Two were broken.")


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_one_says_in_a_sentence_what_is_wrong(text: str, agreed: Match, rita: Person, lakeview: Organization) -> None:
    with pytest.raises(Invalid) as refusal:
        raise_dispute(agreed, actor=rita, organization=lakeview, text=text)
    assert refusal.value.field == "text"


def test_the_database_itself_refuses_who_made_the_match(dispute: Dispute, cora: Person) -> None:
    with pytest.raises(DatabaseError, match="dispute_settled_by_another"), transaction.atomic():
        connection.cursor().execute(
            "UPDATE resources_dispute SET settled_by_id = %s, settled_at = now(), outcome = 'stands', resolution = 'x'",
            [cora.pk],
        )


def test_a_settled_dispute_is_kept(dispute: Dispute, kim: Person) -> None:
    settle_dispute(dispute, actor=kim, outcome="stands", resolution="Twelve it is.")
    for statement in ("UPDATE resources_dispute SET resolution = 'y'", "DELETE FROM resources_dispute"):
        with pytest.raises(DatabaseError, match="kept as they were written"), transaction.atomic():
            connection.cursor().execute(statement)
