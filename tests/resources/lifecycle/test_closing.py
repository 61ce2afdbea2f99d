"""A match ends: confirmed by the other side, after a while by nobody's objection, and a loan once it came back."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Organization, Person
from resources.lifecycle import (
    close_unconfirmed,
    confirm_outcome,
    give_feedback,
    raise_dispute,
    record_agreement,
    record_receipt,
    record_return,
    record_shipment,
)
from resources.models import Match, MatchStatus, Movement, Offer, Stage, Terms
from tests.resources.lifecycle.test_duties import asked
from tests.resources.lifecycle.words import agreed_words, counters

LATE = timedelta(days=settings.MATCH_CONFIRM_DAYS)


@pytest.fixture
def received(match: Match, olga: Person, rita: Person, cascade: Organization, lakeview: Organization) -> Match:
    """Both have recorded the agreement, and 10 of 12 arrived."""
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    record_shipment(match, actor=olga)
    return record_receipt(match, actor=rita, quantity=10)


@pytest.fixture
def lent(received: Match) -> Match:
    """The same as a loan that is to come back in a month."""
    Offer.objects.filter(pk=received.offer_id).update(terms=Terms.LOAN, return_on=clock.today() + timedelta(days=30))
    return Match.objects.with_parties().get(pk=received.pk)


def test_the_giver_confirms_what_arrived_and_it_is_closed(received: Match, olga: Person) -> None:
    assert asked() == {("Olga", "close")}
    closed = confirm_outcome(received, actor=olga)
    assert (closed.status, closed.outcome) == (MatchStatus.CLOSED, "Delivered in part")
    assert asked() == set()
    assert counters(received) == (10, 10), "what was delivered stays counted"


@pytest.mark.parametrize("who", ["rita", "carl", "cora", "ada", "oren"])
def test_nobody_else_confirms_it(who: str, received: Match, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        confirm_outcome(received, actor=request.getfixturevalue(who))


def test_what_nobody_objects_to_is_closed_in_time_and_once(received: Match) -> None:
    assert close_unconfirmed(received.changed_at + LATE - timedelta(minutes=1)) == 0
    assert close_unconfirmed(received.changed_at + LATE) == 1
    assert close_unconfirmed(received.changed_at + LATE) == 0
    row = Activity.objects.get(kind="match.closed")
    assert (row.actor, row.text) == (None, "Delivered in part")


def test_what_is_disputed_is_not_closed(received: Match, olga: Person, cascade: Organization) -> None:
    raise_dispute(received, actor=olga, organization=cascade, text="We sent twelve.")
    assert close_unconfirmed(received.changed_at + 2 * LATE) == 0
    assert asked() == set(), "nobody is asked to confirm what is disputed"
    with pytest.raises(Conflict) as refusal:
        confirm_outcome(received, actor=olga)
    assert refusal.value.code == "disputed"


def test_a_loan_waits_until_it_came_back(lent: Match, olga: Person) -> None:
    assert close_unconfirmed(lent.changed_at + 2 * LATE) == 0
    with pytest.raises(Conflict) as refusal:
        confirm_outcome(lent, actor=olga)
    assert refusal.value.code == "still_lent"


@pytest.mark.parametrize(
    ("back", "outcome"), [(10, "Delivered in part, all came back"), (7, "Delivered in part, part came back"), (0, None)]
)
def test_what_came_back_is_free_again_on_the_offer_and_stays_counted_on_the_request(
    back: int, outcome: str | None, lent: Match, olga: Person, rita: Person
) -> None:
    returned = record_return(lent, actor=olga, quantity=back, note="Cleaned.")
    assert (returned.status, returned.returned_quantity) == (MatchStatus.RETURNED, back)
    assert counters(lent) == (10 - back, 10)
    assert Movement.objects.filter(went_to=Stage.RETURNED).count() == (1 if back else 0)
    assert asked() == {("Rita", "close")}
    closed = confirm_outcome(lent, actor=rita)
    assert closed.outcome == (outcome or "Delivered in part, part came back")
    assert Activity.objects.get(kind="match.returned").text == f"{back} of 10 came back. Cleaned."


def test_a_loan_is_asked_back_by_its_day(match: Match, olga: Person, rita: Person, cascade: Organization) -> None:
    day = clock.today() + timedelta(days=30)
    Offer.objects.filter(pk=match.offer_id).update(terms=Terms.LOAN, return_on=day)
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    record_receipt(match, actor=rita, quantity=12)
    assert asked() == {("Rita", "return"), ("Olga", "take_back")}


@pytest.mark.parametrize("quantity", [-1, 11])
def test_no_more_comes_back_than_arrived(quantity: int, lent: Match, olga: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        record_return(lent, actor=olga, quantity=quantity)
    assert (refusal.value.field, refusal.value.facts["most"]) == ("quantity", 10)


def test_only_the_giver_records_what_came_back_and_only_of_a_loan(received: Match, rita: Person, olga: Person) -> None:
    with pytest.raises(NotAllowed):
        record_return(received, actor=rita, quantity=1)
    with pytest.raises(Conflict) as refusal:
        record_return(received, actor=olga, quantity=1)
    assert refusal.value.code == "no_loan"


def test_nothing_comes_back_before_it_arrived(match: Match, olga: Person) -> None:
    with pytest.raises(IllegalTransition):
        record_return(match, actor=olga, quantity=1)
    with pytest.raises(IllegalTransition):
        confirm_outcome(match, actor=olga)


def test_a_loan_of_which_nothing_arrived_is_closed_like_a_gift(
    match: Match, olga: Person, rita: Person, cascade: Organization
) -> None:
    Offer.objects.filter(pk=match.offer_id).update(terms=Terms.LOAN, return_on=clock.today() + timedelta(days=9))
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    record_receipt(match, actor=rita, quantity=0)
    assert confirm_outcome(match, actor=olga).outcome == "Nothing arrived"


def test_each_side_says_once_how_it_went(
    received: Match, olga: Person, rita: Person, cascade: Organization, lakeview: Organization
) -> None:
    give_feedback(received, actor=olga, organization=cascade, went="well")
    said = give_feedback(received, actor=rita, organization=lakeview, went="partly", text="One pallet was wet.")
    assert str(said) == "Lakeview Health: Partly"
    with pytest.raises(Conflict) as refusal:
        give_feedback(received, actor=rita, organization=lakeview, went="badly")
    assert refusal.value.code == "already_said"


@pytest.mark.parametrize(("went", "text"), [("splendid", ""), ("well", "x" * 501), ("well", "It cost us $40 each.")])
def test_feedback_that_cannot_be_is_refused(
    went: str, text: str, received: Match, rita: Person, lakeview: Organization
) -> None:
    with pytest.raises(DomainError):
        give_feedback(received, actor=rita, organization=lakeview, went=went, text=text)


def test_one_says_how_it_went_when_something_arrived(match: Match, rita: Person, lakeview: Organization) -> None:
    with pytest.raises(Conflict) as refusal:
        give_feedback(match, actor=rita, organization=lakeview, went="well")
    assert refusal.value.code == "not_arrived"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE resources_match SET status = 'returned'",
        "UPDATE resources_match SET returned_quantity = 11",
        "UPDATE resources_match SET status = 'closed', returned_quantity = 99",
    ],
)
def test_the_database_holds_the_numbers_of_a_return(statement: str, received: Match) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
