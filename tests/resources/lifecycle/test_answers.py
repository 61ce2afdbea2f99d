"""A proposal is seen, accepted, answered with other terms, and made by the parties themselves."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from resources.lifecycle import (
    accept_match,
    counter_match,
    lapse_unanswered,
    note_seen,
    propose_match,
    propose_own_match,
    record_agreement,
    undo_proposal,
)
from resources.models import Answer, Match, MatchStatus, Movement, Offer, Request
from tests.factories import MembershipFactory
from tests.resources.lifecycle.test_duties import asked
from tests.resources.lifecycle.words import agreed_words, counters


def test_a_side_has_seen_it_from_the_first_who_may_answer_for_it(
    match: Match, reed: Person, carl: Person, rita: Person, cora: Person
) -> None:
    for person in (cora, reed, carl, rita):
        note_seen(Match.objects.get(pk=match.pk), actor=person)
    (seen,) = match.seen.all()
    assert (seen.organization, seen.person) == (match.receiver, carl)


def test_when_both_have_said_yes_they_are_asked_to_speak(
    match: Match, rita: Person, olga: Person, lakeview: Organization, cascade: Organization
) -> None:
    accept_match(match, actor=rita, organization=lakeview, note="Gladly.")
    assert asked() == {("Olga", "answer")}
    accept_match(match, actor=olga, organization=cascade)
    assert asked() == {("Olga", "agree"), ("Rita", "agree")}
    assert Match.objects.get(pk=match.pk).status == MatchStatus.PROPOSED, "a word between the two is still to come"
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    assert asked() == {("Olga", "confirm"), ("Olga", "send")}


def test_one_says_yes_once(match: Match, rita: Person, lakeview: Organization) -> None:
    accept_match(match, actor=rita, organization=lakeview)
    with pytest.raises(Conflict) as refusal:
        accept_match(match, actor=rita, organization=lakeview)
    assert refusal.value.code == "already_accepted"


@pytest.mark.parametrize("quantity", [5, 18])
def test_other_terms_move_the_units_held_and_ask_the_other_side(
    quantity: int, match: Match, rita: Person, olga: Person, lakeview: Organization, cascade: Organization
) -> None:
    accept_match(match, actor=olga, organization=cascade)
    day = clock.today() + timedelta(days=5)
    later = match.answer_by - timedelta(hours=1)
    with clock.at(later):
        counter_match(match, actor=rita, organization=lakeview, quantity=quantity, deliver_by=day, note="By rail.")
    changed = Match.objects.get(pk=match.pk)
    assert (changed.quantity, changed.deliver_by, counters(match)) == (quantity, day, (quantity, quantity))
    assert changed.answer_by > match.answer_by, "the other side has as much time again"
    assert asked() == {("Olga", "answer")}, "its yes was to other terms"
    assert (
        Activity.objects.get(kind="match.countered").text
        == f"{quantity} units, delivered by {day:%b %-d, %Y}. By rail."
    )

    counter_match(match, actor=olga, organization=cascade, quantity=7)
    assert counters(match) == (7, 7)
    assert asked() == {("Rita", "answer")}
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    assert counters(match) == (7, 7)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"quantity": 12}, "invalid"),
        ({"quantity": 0}, "invalid"),
        ({"quantity": 21}, "too_few"),
        ({"quantity": 5, "deliver_by": clock.today() - timedelta(days=2)}, "invalid"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    terms: dict[str, object], code: str, match: Match, rita: Person, lakeview: Organization
) -> None:
    with pytest.raises(DomainError) as refusal:
        counter_match(match, actor=rita, organization=lakeview, **terms)  # type: ignore[arg-type]  # as it comes in
    assert refusal.value.code == code
    assert counters(match) == (12, 12)


def test_the_giver_may_give_less_than_its_least_lot_and_nobody_may_ask_it_to(
    match: Match, rita: Person, olga: Person, lakeview: Organization, cascade: Organization
) -> None:
    Offer.objects.update(least_lot=10)
    with pytest.raises(Invalid) as refusal:
        counter_match(match, actor=rita, organization=lakeview, quantity=4)
    assert refusal.value.code == "below_least_lot"
    counter_match(match, actor=olga, organization=cascade, quantity=4)
    assert counters(match) == (4, 4)


def test_what_no_longer_waits_is_not_answered(match: Match, rita: Person, lakeview: Organization) -> None:
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    for act in (accept_match, counter_match):
        with pytest.raises(IllegalTransition):
            act(match, actor=rita, organization=lakeview, **({"quantity": 3} if act is counter_match else {}))  # type: ignore[operator]  # either


def test_an_answer_to_other_terms_lapses_like_the_first(match: Match, rita: Person, lakeview: Organization) -> None:
    counter_match(match, actor=rita, organization=lakeview, quantity=5)
    assert lapse_unanswered(Match.objects.get(pk=match.pk).answer_by) == 1
    assert counters(match) == (0, 0)


@pytest.mark.parametrize("statement", ["UPDATE resources_answer SET quantity = 1", "DELETE FROM resources_answer"])
def test_an_answer_is_kept_as_it_was_given(statement: str, match: Match, rita: Person, lakeview: Organization) -> None:
    accept_match(match, actor=rita, organization=lakeview)
    with pytest.raises(DatabaseError, match="kept as they were written"), transaction.atomic():
        connection.cursor().execute(statement)


# The parties' own proposals


def test_who_asks_for_it_has_said_yes_and_the_giver_is_asked(
    offer: Offer, need: Request, rita: Person, olga: Person, lakeview: Organization, cascade: Organization
) -> None:
    match = propose_own_match(offer, need, organization=lakeview, actor=rita, quantity=6)
    assert (match.proposed_for, match.accepted_by) == (lakeview, {lakeview.pk})
    assert asked() == {("Olga", "answer")}
    assert counters(match) == (6, 6)
    accept_match(match, actor=olga, organization=cascade)
    assert asked() == {("Olga", "agree"), ("Rita", "agree")}


def test_who_has_it_may_offer_it_and_take_that_back(
    offer: Offer, need: Request, olga: Person, rita: Person, cascade: Organization
) -> None:
    match = propose_own_match(offer, need, organization=cascade, actor=olga, quantity=6)
    with pytest.raises(NotAllowed):
        undo_proposal(match, actor=rita)
    undo_proposal(match, actor=olga)
    assert counters(match) == (0, 0)
    assert not Notice.objects.open().exists()


@pytest.mark.parametrize("who", ["reed", "cora", "ada", "olga"])
def test_nobody_else_proposes_for_a_party(
    who: str, offer: Offer, need: Request, lakeview: Organization, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        propose_own_match(offer, need, organization=lakeview, actor=request.getfixturevalue(who), quantity=6)


def test_nobody_proposes_for_who_is_no_party(offer: Offer, need: Request) -> None:
    third = MembershipFactory()
    with pytest.raises(NotAllowed):
        propose_own_match(offer, need, organization=third.organization, actor=third.person, quantity=6)
    assert not Answer.objects.exists()


def test_the_same_key_proposes_once(offer: Offer, need: Request, rita: Person, lakeview: Organization) -> None:
    made = {
        propose_own_match(offer, need, organization=lakeview, actor=rita, quantity=6, request_key="k").pk
        for _time in range(2)
    }
    assert len(made) == 1
    assert Movement.objects.count() == Answer.objects.count() == 1


def test_a_coordinator_still_proposes_nothing_of_an_employer(offer: Offer, need: Request, colin: Person) -> None:
    with pytest.raises(NotAllowed):
        propose_match(offer, need, actor=colin, quantity=6)
