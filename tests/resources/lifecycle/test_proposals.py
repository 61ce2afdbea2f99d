"""Proposing a match, and the ways in which a proposal ends without an agreement."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Audience, Notice, Organization, OrganizationStatus, Person
from resources import tasks
from resources.lifecycle import decline_match, lapse_unanswered, propose_match, record_agreement, undo_proposal
from resources.models import Match, MatchStatus, Movement, Offer, OfferStatus, Request, RequestStatus, Stage, Substitute
from tests.factories import OfferFactory, RequestFactory, ResourceTypeFactory
from tests.resources.lifecycle.words import agreed_words, counters


def test_a_proposal_holds_its_units_on_both_sides(match: Match) -> None:
    assert match.status == MatchStatus.PROPOSED
    assert counters(match) == (12, 12)
    movement = Movement.objects.get(match=match)
    assert (movement.came_from, movement.went_to) == (Stage.OPEN, Stage.PROPOSED)
    assert (movement.units, movement.recorded_by) == (12, match.proposed_by)


def test_the_answer_is_due_after_the_days_of_the_setting(
    offer: Offer, need: Request, cora: Person, settings: Any
) -> None:
    settings.MATCH_ANSWER_DAYS = 5
    moment = clock.now()
    with clock.at(moment):
        match = propose_match(offer, need, actor=cora, quantity=1)
    assert match.answer_by == moment + timedelta(days=5)


def test_it_keeps_the_candidates_their_order_and_the_reason(offer: Offer, need: Request, cora: Person) -> None:
    shown = [{"offer": 7, "organization": "Other", "score": 90, "km": 10}, {"offer": offer.pk, "score": 80}]
    match = propose_match(offer, need, actor=cora, quantity=1, reason=" They can ship today. ", considered=shown)
    match.refresh_from_db()
    assert match.considered == shown
    assert match.reason == "They can ship today."


@pytest.mark.parametrize("who", ["rita", "olga", "reed", "ada", "nora", "abel"])
def test_only_coordinators_propose(who: str, offer: Offer, need: Request, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        propose_match(offer, need, actor=request.getfixturevalue(who), quantity=1)
    assert not Match.objects.exists()


def test_a_coordinator_whose_employer_offers_does_not_propose_alone(offer: Offer, need: Request, colin: Person) -> None:
    with pytest.raises(NotAllowed) as refusal:
        propose_match(offer, need, actor=colin, quantity=1)
    assert refusal.value.code == "own_organization"
    assert "Cascade Biomedical Reserve" in str(refusal.value)


def test_nor_one_whose_employer_asks(need: Request, colin: Person, cascade: Organization) -> None:
    offer = OfferFactory(resource_type=need.resource_type)
    theirs = RequestFactory(organization=cascade, resource_type=need.resource_type)
    with pytest.raises(NotAllowed):
        propose_match(offer, theirs, actor=colin, quantity=1)
    assert propose_match(offer, need, actor=colin, quantity=1).quantity == 1


def test_more_than_the_offer_has_is_a_conflict_that_says_what_is_left(
    offer: Offer, need: Request, cora: Person
) -> None:
    with pytest.raises(Conflict) as refusal:
        propose_match(offer, need, actor=cora, quantity=21)
    assert (refusal.value.field, refusal.value.facts["open"]) == ("quantity", 20)
    assert counters(offer, need) == (0, 0)


def test_more_than_is_still_open_is_a_conflict_too(need: Request, cora: Person) -> None:
    offer = OfferFactory(resource_type=need.resource_type, quantity=1000)
    with pytest.raises(Conflict) as refusal:
        propose_match(offer, need, actor=cora, quantity=41)
    assert refusal.value.facts["open"] == 40


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_is_no_quantity(quantity: int, offer: Offer, need: Request, cora: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        propose_match(offer, need, actor=cora, quantity=quantity)
    assert refusal.value.field == "quantity"


def test_no_less_than_the_organization_gives_at_a_time(need: Request, cora: Person) -> None:
    offer = OfferFactory(resource_type=need.resource_type, quantity=20, least_lot=5)
    with pytest.raises(Invalid) as refusal:
        propose_match(offer, need, actor=cora, quantity=4)
    assert refusal.value.facts["least"] == 5
    assert propose_match(offer, need, actor=cora, quantity=5).quantity == 5


def test_another_type_needs_to_be_a_named_substitute_in_this_direction(need: Request, cora: Person) -> None:
    other = OfferFactory(resource_type=ResourceTypeFactory())
    Substitute.objects.create(resource_type=other.resource_type, substitute=need.resource_type, note="the other way")
    with pytest.raises(Invalid, match="no substitute"):
        propose_match(other, need, actor=cora, quantity=1)
    Substitute.objects.create(resource_type=need.resource_type, substitute=other.resource_type, note="mind the hose")
    assert propose_match(other, need, actor=cora, quantity=1).quantity == 1


def test_an_organization_is_not_matched_with_itself(need: Request, lakeview: Organization, cora: Person) -> None:
    offer = OfferFactory(resource_type=need.resource_type, organization=lakeview)
    with pytest.raises(Invalid, match="same organization"):
        propose_match(offer, need, actor=cora, quantity=1)


def test_the_same_pair_is_not_proposed_twice_at_once(match: Match, cora: Person) -> None:
    with pytest.raises(Conflict) as refusal:
        propose_match(match.offer, match.request, actor=cora, quantity=1)
    assert refusal.value.code == "already_proposed"
    undo_proposal(match, actor=cora)
    assert propose_match(match.offer, match.request, actor=cora, quantity=1).pk != match.pk


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": OfferStatus.WITHDRAWN}, "offer_not_open"),
        ({"available_from": "2020-01-01", "available_until": "2020-02-01"}, "offer_over"),
        ({"expires_on": "2020-02-01"}, "expired"),
    ],
)
def test_an_offer_that_is_over_cannot_be_proposed(
    changes: dict[str, Any], code: str, offer: Offer, need: Request, cora: Person
) -> None:
    Offer.objects.filter(pk=offer.pk).update(**changes)
    with pytest.raises(Conflict) as refusal:
        propose_match(offer, need, actor=cora, quantity=1)
    assert refusal.value.code == code


def test_nor_a_request_that_is_closed(offer: Offer, need: Request, cora: Person) -> None:
    Request.objects.filter(pk=need.pk).update(status=RequestStatus.CLOSED)
    with pytest.raises(Conflict) as refusal:
        propose_match(offer, need, actor=cora, quantity=1)
    assert refusal.value.code == "request_not_open"


def test_nor_for_an_organization_that_is_suspended(
    offer: Offer, need: Request, cascade: Organization, cora: Person
) -> None:
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.SUSPENDED)
    with pytest.raises(Conflict) as refusal:
        propose_match(offer, need, actor=cora, quantity=1)
    assert refusal.value.code == "not_a_member"


def test_a_repeated_key_gives_the_same_match_and_holds_nothing_more(offer: Offer, need: Request, cora: Person) -> None:
    first = propose_match(offer, need, actor=cora, quantity=12, request_key="once")
    again = propose_match(offer, need, actor=cora, quantity=12, request_key="once")
    assert again == first
    assert counters(first) == (12, 12)
    assert Activity.objects.filter(kind="match.proposed").count() == 1


def test_a_key_stands_for_one_act_only(offer: Offer, need: Request, cora: Person) -> None:
    propose_match(offer, need, actor=cora, quantity=12, request_key="once")
    with pytest.raises(Conflict) as refusal:
        propose_match(offer, need, actor=cora, quantity=3, request_key="once")
    assert refusal.value.code == "key_used"


def test_each_persons_keys_are_their_own(offer: Offer, need: Request, cora: Person, colin: Person) -> None:
    other = OfferFactory(resource_type=need.resource_type)
    first = propose_match(offer, need, actor=cora, quantity=1, request_key="1")
    assert propose_match(other, need, actor=colin, quantity=1, request_key="1") != first


def test_a_key_has_its_length(offer: Offer, need: Request, cora: Person) -> None:
    with pytest.raises(Invalid):
        propose_match(offer, need, actor=cora, quantity=1, request_key="k" * 81)


def test_what_happened_is_seen_by_the_parties_and_coordinators_only(
    match: Match, rita: Person, olga: Person, cora: Person, sam: Person
) -> None:
    row = Activity.objects.get(kind="match.proposed")
    assert row.audience == Audience.PARTIES
    assert row.sentence == "Cora proposed Ventilator, 12 units, from Cascade Biomedical Reserve to Lakeview Health"
    assert all(row in Activity.objects.visible_to(person) for person in (rita, olga, cora))
    assert row not in Activity.objects.visible_to(sam)


def test_only_who_proposed_takes_it_back(match: Match, colin: Person, rita: Person) -> None:
    for person in (colin, rita):
        with pytest.raises(NotAllowed):
            undo_proposal(match, actor=person)


def test_undoing_gives_the_units_back_once(match: Match, cora: Person) -> None:
    assert undo_proposal(match, actor=cora).status == MatchStatus.UNDONE
    assert counters(match) == (0, 0)
    with pytest.raises(IllegalTransition):
        undo_proposal(match, actor=cora)
    assert counters(match) == (0, 0)


def test_an_answered_proposal_is_not_undone(match: Match, cora: Person, olga: Person, cascade: Organization) -> None:
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    with pytest.raises(IllegalTransition):
        undo_proposal(match, actor=cora)


def test_either_side_declines_with_a_reason(match: Match, rita: Person, lakeview: Organization, cora: Person) -> None:
    declined = decline_match(match, actor=rita, organization=lakeview, reason="We found some nearer.")
    assert (declined.status, declined.closing_note) == (MatchStatus.DECLINED, "We found some nearer.")
    assert counters(match) == (0, 0)
    assert Notice.objects.open().filter(person=cora, kind="notice.match_fell_through").count() == 1


def test_declining_needs_its_reason(match: Match, rita: Person, lakeview: Organization) -> None:
    with pytest.raises(Invalid) as refusal:
        decline_match(match, actor=rita, organization=lakeview, reason="  ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("who", ["reed", "olga", "cora", "ada", "sam"])
def test_nobody_declines_for_an_organization_they_do_not_write_for(
    who: str, match: Match, lakeview: Organization, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        decline_match(match, actor=request.getfixturevalue(who), organization=lakeview, reason="no")


def test_nobody_declines_for_an_organization_that_is_no_party(match: Match, sam: Person, seaview: Organization) -> None:
    Organization.objects.filter(pk=seaview.pk).update(status=OrganizationStatus.ADMITTED)
    seaview.refresh_from_db()
    with pytest.raises(NotAllowed):
        decline_match(match, actor=Person.objects.get(pk=sam.pk), organization=seaview, reason="no")


def test_what_nobody_answers_lapses_at_its_time_and_not_before(match: Match, cora: Person) -> None:
    assert lapse_unanswered(match.answer_by - timedelta(seconds=1)) == 0
    assert lapse_unanswered(match.answer_by) == 1
    match.refresh_from_db()
    assert match.status == MatchStatus.LAPSED
    assert counters(match) == (0, 0)
    row = Activity.objects.get(kind="match.lapsed")
    assert (row.actor, row.occurred_at) == (None, match.answer_by)
    assert Notice.objects.open().filter(person=cora, kind="notice.match_fell_through").exists()


def test_lapsing_twice_does_no_harm(match: Match) -> None:
    Match.objects.update(answer_by=clock.now() - timedelta(minutes=1))
    assert (tasks.lapse_unanswered(), tasks.lapse_unanswered()) == (1, 0)
    assert counters(match) == (0, 0)


def test_an_agreed_match_does_not_lapse(match: Match, olga: Person, cascade: Organization) -> None:
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    assert lapse_unanswered(match.answer_by + timedelta(days=1)) == 0


def test_the_command_says_how_many_lapsed(match: Match, capsys: pytest.CaptureFixture[str]) -> None:
    Match.objects.update(answer_by=clock.now() - timedelta(minutes=1))
    call_command("lapse_proposals")
    assert capsys.readouterr().out == "1 proposal lapsed.\n"
