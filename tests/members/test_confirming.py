"""Once a year a member says that it is still in; silence makes it inactive, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from members import confirming
from members.models import Activity, Notice, Organization, OutgoingMail, Person
from members.permissions import can_write_for
from members.standing import suspend
from members.tasks import ask_members_to_confirm
from tests.factories import MatchFactory, MembershipFactory, OfferFactory, OrganizationFactory

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(number):
    return clock.at(START + timedelta(days=number))


@pytest.fixture
def lakeview(lakeview):
    Organization.objects.filter(pk=lakeview.pk).update(admitted_at=START, confirmed_at=START)
    return Organization.objects.get(pk=lakeview.pk)


def fresh(organization):
    return Organization.objects.get(pk=organization.pk)


def run(number):
    with day(number):
        return ask_members_to_confirm()


def test_a_member_is_asked_after_a_year_and_not_before(lakeview, rita, carl):
    assert run(364)["asked"] == 0
    assert run(365)["asked"] == 1
    assert fresh(lakeview).confirm_by == START + timedelta(days=395)
    asked = Notice.objects.open().get()
    assert (asked.person, asked.kind, asked.due_at) == (rita, "notice.confirm_membership", fresh(lakeview).confirm_by)
    letter = OutgoingMail.objects.get(kind="confirmation")
    assert letter.recipient == rita.email
    assert "Confirm that Lakeview Health is still a member" in letter.subject
    assert f"/organization/confirm/?organization={lakeview.pk}" in letter.text


def test_running_the_task_again_asks_nobody_twice(lakeview, rita):
    run(365)
    assert run(365) == {"lapsed": 0, "reminded": 0, "asked": 0, "asked_again": 0}
    assert (Notice.objects.count(), OutgoingMail.objects.count(), Activity.objects.count()) == (1, 1, 1)


def test_who_was_asked_is_reminded_twice(lakeview, rita):
    run(365)
    told = [run(number)["reminded"] for number in (380, 381, 382, 391, 392, 393)]
    assert told == [0, 1, 0, 0, 1, 0]
    assert OutgoingMail.objects.filter(kind="confirmation").count() == 3


def test_one_button_confirms_and_closes_the_question(lakeview, rita):
    run(365)
    with day(370):
        confirming.confirm_membership(lakeview, actor=rita)
    after = fresh(lakeview)
    assert (after.is_admitted, after.confirm_by, after.confirmed_at) == (True, None, START + timedelta(days=370))
    assert not Notice.objects.open().exists()
    assert run(370 + 364)["asked"] == 0
    assert run(370 + 365)["asked"] == 1


def test_silence_makes_it_inactive(lakeview, rita, carl, cora):
    run(365)
    assert run(394)["lapsed"] == 0
    assert run(395)["lapsed"] == 1
    assert fresh(lakeview).status == "inactive"
    reader = Person.objects.get(pk=rita.pk)
    assert reader.is_member
    assert not can_write_for(reader, fresh(lakeview))
    assert [notice.kind for notice in Notice.objects.open().filter(person=rita)] == ["notice.inactive"]
    row = Activity.objects.get(kind="member.inactive")
    assert (row.before["status"], row.after["status"]) == ("admitted", "inactive")


def test_the_inactive_are_asked_again_every_ninety_days(lakeview, rita):
    run(365)
    run(395)
    assert [run(395 + number)["asked_again"] for number in (89, 90, 91, 180)] == [0, 1, 0, 1]
    assert OutgoingMail.objects.filter(recipient=rita.email, kind="confirmation").count() == 4


def test_confirming_makes_the_inactive_a_member_again_at_any_time(lakeview, rita, carl):
    run(365)
    run(395)
    with day(900):
        confirming.confirm_membership(fresh(lakeview), actor=rita)
    assert fresh(lakeview).is_admitted
    assert fresh(lakeview).admitted_at == START
    assert can_write_for(Person.objects.get(pk=carl.pk), fresh(lakeview))


def test_coordinators_are_told_of_open_matches_of_an_inactive_one(lakeview, rita, cora):
    MatchFactory(offer=OfferFactory(organization=lakeview))
    run(365)
    run(395)
    flag = Notice.objects.open().get(person=cora)
    assert flag.kind == "notice.look_at_commitments"
    with day(396):
        confirming.confirm_membership(fresh(lakeview), actor=rita)
    assert not Notice.objects.open().filter(person=cora).exists()


def test_nobody_else_confirms(lakeview, rita, carl, reed, olga, ada, cora):
    for person in (carl, reed, olga, ada, cora):
        with pytest.raises(NotAllowed):
            confirming.confirm_membership(lakeview, actor=person)


def test_a_suspended_one_has_nothing_to_confirm(ada, lakeview, rita):
    run(365)
    suspend(fresh(lakeview), actor=ada, reason="Sold what it was given.")
    assert fresh(lakeview).confirm_by is None
    with pytest.raises(Conflict):
        confirming.confirm_membership(fresh(lakeview), actor=rita)


def test_an_admin_asks_at_any_time_once(ada, lakeview, rita):
    confirming.ask_to_confirm(lakeview, actor=ada)
    assert Notice.objects.open().filter(person=rita, kind="notice.confirm_membership").exists()
    with pytest.raises(Conflict):
        confirming.ask_to_confirm(lakeview, actor=ada)
    with pytest.raises(NotAllowed):
        confirming.ask_to_confirm(lakeview, actor=rita)


def test_the_database_holds_what_inactive_means(lakeview):
    rows = Organization.objects.filter(pk=lakeview.pk)
    for wrong in ({"status": "inactive"}, {"confirmed_at": None}, {"status": "left", "confirm_by": START}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_many_are_asked_in_batches(monkeypatch):
    monkeypatch.setattr(confirming, "BATCH", 3)
    organizations = OrganizationFactory.create_batch(8, admitted_at=START)
    for organization in organizations:
        MembershipFactory(organization=organization)
    assert run(365)["asked"] == 8
    assert OutgoingMail.objects.count() == 8


def _many(number):
    """Three in four are members, every other of whom was asked; the fourth is inactive."""
    inactive = number % 4 == 0
    return Organization(
        name=f"Organization {number}",
        slug=f"many-{number}",
        kind="hospital",
        state="IL",
        status="inactive" if inactive else "admitted",
        admitted_at=START,
        confirmed_at=START,
        confirm_by=START + timedelta(days=300) if inactive or number % 4 == 1 else None,
    )


def test_who_is_due_is_found_by_an_index():
    """Each question is answered by a partial index, so that thousands of whom none is due cost nothing."""
    Organization.objects.bulk_create(_many(number) for number in range(4000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_organization")
    with day(30), CaptureQueriesContext(connection) as asked:
        assert set(ask_members_to_confirm().values()) == {0}
    questions = [query["sql"] for query in asked.captured_queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert len(questions) == 5
    with connection.cursor() as cursor:
        for question in questions:
            cursor.execute("EXPLAIN " + question)
            plan = "\n".join(row for (row,) in cursor.fetchall())
            assert "using organization_asked" in plan or "using organization_to_be_asked" in plan, plan
