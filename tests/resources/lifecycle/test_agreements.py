"""The verbal agreement: recorded by either side, confirmed by the other, called off before receipt."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from resources.lifecycle import cancel_match, record_agreement, record_receipt, record_shipment, undo_proposal
from resources.models import Agreement, AgreementMeans, Match, MatchStatus
from tests.resources.lifecycle.words import agreed_words, counters


@pytest.fixture
def agreed(match: Match, olga: Person, cascade: Organization) -> Match:
    """Cascade has recorded the agreement."""
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    return Match.objects.get(pk=match.pk)


@pytest.mark.parametrize(("who", "side"), [("olga", "cascade"), ("rita", "lakeview"), ("carl", "lakeview")])
def test_the_record_of_either_side_binds(who: str, side: str, match: Match, request: pytest.FixtureRequest) -> None:
    person, organization = request.getfixturevalue(who), request.getfixturevalue(side)
    agreement = record_agreement(match, actor=person, organization=organization, **agreed_words())
    assert (agreement.organization, agreement.recorded_by) == (organization, person)
    assert agreement.terms == "Twelve, at the dock by ten on Friday."
    assert Match.objects.get(pk=match.pk).status == MatchStatus.AGREED
    assert counters(match) == (12, 12)


def test_the_other_side_confirms(agreed: Match, rita: Person, lakeview: Organization) -> None:
    record_agreement(agreed, actor=rita, organization=lakeview, **agreed_words(means=AgreementMeans.VIDEO))
    assert agreed.agreements.count() == 2
    assert Match.objects.get(pk=agreed.pk).status == MatchStatus.AGREED
    kinds = Activity.objects.about(agreed.topic).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["match.proposed", "match.agreed", "match.confirmed"]


def test_it_may_confirm_while_the_units_travel(
    agreed: Match, olga: Person, rita: Person, lakeview: Organization
) -> None:
    record_shipment(agreed, actor=olga)
    record_agreement(agreed, actor=rita, organization=lakeview, **agreed_words())
    assert Match.objects.get(pk=agreed.pk).status == MatchStatus.SHIPPED


def test_a_side_records_once(agreed: Match, olga: Person, cascade: Organization) -> None:
    with pytest.raises(Conflict) as refusal:
        record_agreement(agreed, actor=olga, organization=cascade, **agreed_words())
    assert refusal.value.code == "already_recorded"


@pytest.mark.parametrize("who", ["reed", "rita", "cora", "ada", "sam"])
def test_nobody_records_for_an_organization_they_do_not_write_for(
    who: str, match: Match, cascade: Organization, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        record_agreement(match, actor=request.getfixturevalue(who), organization=cascade, **agreed_words())
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"spoke_with": " "}, "spoke_with"),
        ({"spoke_with": "x" * 201}, "spoke_with"),
        ({"terms": ""}, "terms"),
        ({"terms": "x" * 2001}, "terms"),
        ({"means": "letter"}, "means"),
        ({"spoken_at": clock.now() + timedelta(days=365)}, "spoken_at"),
        ({"spoken_at": datetime(1, 1, 1, tzinfo=UTC)}, "spoken_at"),
    ],
)
def test_a_record_is_whole(
    changes: dict[str, Any], field: str, match: Match, olga: Person, cascade: Organization
) -> None:
    with pytest.raises(Invalid) as refusal:
        record_agreement(match, actor=olga, organization=cascade, **agreed_words(**changes))
    assert refusal.value.field == field
    assert Match.objects.get(pk=match.pk).status == MatchStatus.PROPOSED


def test_there_is_nothing_to_agree_on_after_the_end(
    match: Match, cora: Person, olga: Person, cascade: Organization
) -> None:
    undo_proposal(match, actor=cora)
    with pytest.raises(IllegalTransition):
        record_agreement(match, actor=olga, organization=cascade, **agreed_words())


def test_a_record_is_never_changed_even_in_the_database(agreed: Match) -> None:
    for statement in ("UPDATE resources_agreement SET terms = 'more'", "DELETE FROM resources_agreement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("who", ["rita", "carl", "olga", "cora"])
def test_the_parties_and_a_coordinator_may_cancel(who: str, agreed: Match, request: pytest.FixtureRequest) -> None:
    cancelled = cancel_match(agreed, actor=request.getfixturevalue(who), reason="The truck broke down.")
    assert (cancelled.status, cancelled.closing_note) == (MatchStatus.CANCELLED, "The truck broke down.")
    assert counters(agreed) == (0, 0)


@pytest.mark.parametrize("who", ["reed", "colin", "ada", "sam", "nora"])
def test_nobody_else_may(who: str, agreed: Match, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        cancel_match(agreed, actor=request.getfixturevalue(who), reason="no")
    assert counters(agreed) == (12, 12)


def test_cancelling_needs_its_reason(agreed: Match, olga: Person) -> None:
    with pytest.raises(Invalid):
        cancel_match(agreed, actor=olga, reason="\n")


def test_what_is_received_is_not_cancelled(agreed: Match, olga: Person, rita: Person) -> None:
    record_receipt(agreed, actor=rita, quantity=12)
    with pytest.raises(IllegalTransition):
        cancel_match(agreed, actor=olga, reason="too late")
    assert counters(agreed) == (12, 12)


def test_who_proposed_hears_of_a_cancellation_unless_it_is_their_own(agreed: Match, cora: Person, olga: Person) -> None:
    told = Notice.objects.open().filter(person=cora, kind="notice.match_fell_through")
    cancel_match(agreed, actor=olga, reason="The truck broke down.")
    assert told.count() == 1
