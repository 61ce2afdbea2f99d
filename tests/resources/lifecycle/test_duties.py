"""Who is asked to do what next, and when they no longer are."""

import pytest

from members.models import Notice, NoticeStatus, Organization, Person, Role
from resources.lifecycle import (
    cancel_match,
    decline_match,
    lapse_unanswered,
    propose_match,
    record_agreement,
    record_receipt,
    record_shipment,
    undo_proposal,
)
from resources.models import Match
from tests.factories import MembershipFactory
from tests.resources.lifecycle.words import agreed_words

# What each of the two must do: the giver's Olga, the receiver's Rita.
Asked = set[tuple[str, str]]


def asked() -> Asked:
    """(person, kind) of the open notices that wait for an answer."""
    rows = Notice.objects.open().filter(must_act=True).values_list("person__name", "kind")
    return {(name, kind.removeprefix("notice.").removesuffix("_match")) for name, kind in rows}


def outcomes() -> Asked:
    """(person, status) of the closed notices."""
    return set(Notice.objects.exclude(status=NoticeStatus.OPEN).values_list("person__name", "status"))


def test_the_writers_of_both_sides_must_answer_in_time(match: Match, carl: Person, reed: Person) -> None:
    assert asked() == {("Olga", "answer"), ("Rita", "answer")}
    notice = Notice.objects.open().filter(person__name="Olga").get()
    assert notice.due_at == match.answer_by
    assert notice.url == match.get_absolute_url()
    assert notice.activity.kind == "match.proposed"


def test_after_the_first_record_the_other_side_confirms_and_the_giver_sends(
    match: Match, olga: Person, rita: Person, cascade: Organization, lakeview: Organization
) -> None:
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    assert asked() == {("Rita", "confirm"), ("Olga", "send")}
    assert outcomes() == {("Olga", "done"), ("Rita", "void")}
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    assert asked() == {("Olga", "send")}


def test_after_the_shipment_the_receiver_records_what_arrives(
    match: Match, olga: Person, rita: Person, lakeview: Organization
) -> None:
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    record_shipment(match, actor=olga)
    assert asked() == {("Olga", "confirm"), ("Rita", "receive")}
    record_receipt(match, actor=rita, quantity=12)
    assert asked() == {("Olga", "close")}, "the giver confirms what the other side recorded"


def test_an_end_leaves_nothing_to_do(match: Match, cora: Person) -> None:
    undo_proposal(match, actor=cora)
    assert asked() == set()
    assert outcomes() == {("Olga", "void"), ("Rita", "void")}


def test_declining_is_an_answer_and_spares_the_other_side(match: Match, rita: Person, lakeview: Organization) -> None:
    decline_match(match, actor=rita, organization=lakeview, reason="no room")
    assert asked() == set()
    assert outcomes() == {("Olga", "void"), ("Rita", "done")}


def test_a_lapse_and_a_cancellation_leave_nothing_to_do(match: Match, cora: Person) -> None:
    lapse_unanswered(match.answer_by)
    assert asked() == set()


def test_nor_does_a_cancellation(match: Match, rita: Person, lakeview: Organization) -> None:
    record_agreement(match, actor=rita, organization=lakeview, **agreed_words())
    cancel_match(match, actor=rita, reason="no room")
    assert asked() == set()


def test_who_writes_for_both_sides_is_asked_for_each(
    match: Match, olga: Person, lakeview: Organization, cascade: Organization, cora: Person
) -> None:
    MembershipFactory(person=olga, organization=lakeview, role=Role.CONTRIBUTOR)
    both = Person.objects.get(pk=olga.pk)
    undo_proposal(match, actor=cora)
    again = propose_match(match.offer, match.request, actor=cora, quantity=1)
    assert Notice.objects.open().filter(person=both).count() == 2
    record_agreement(again, actor=both, organization=cascade, **agreed_words())
    assert ("Olga", "confirm") in asked()


@pytest.mark.parametrize("who", ["reed", "cora"])
def test_readers_and_coordinators_are_not_asked(who: str, match: Match, request: pytest.FixtureRequest) -> None:
    assert not Notice.objects.filter(person=request.getfixturevalue(who)).exists()
