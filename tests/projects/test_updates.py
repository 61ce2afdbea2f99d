from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from projects.files.inspecting import inspect
from projects.models import Attachment, Partner, Project, ProjectStatus, Update, UpdateText
from projects.updates import edit_update, post_update, withdraw_update
from tests.audit import trail
from tests.projects.files.making import picture

FILE = inspect("ward.png", picture())


@pytest.fixture
def told(pool: Project, lakeview: Organization, carl: Person) -> Update:
    """Carl's update on Lakeview's plan, with a picture."""
    return post_update(
        pool, organization=lakeview, actor=carl, title="Ten are ready", text="*All* tested.", files=[FILE]
    )


def test_an_update_is_seen_at_once_and_told_without_its_text(told: Update, pool: Project) -> None:
    told.refresh_from_db()
    assert (told.title, told.text, told.version, told.is_decision) == ("Ten are ready", "*All* tested.", 1, False)
    assert told.workgroup == pool.workgroup
    row = Activity.objects.get()
    assert row.sentence == "Lakeview Health posted the update Ten are ready (Ventilator pool for the Midwest)"
    assert (row.text, row.url) == ("", f"/updates/{told.pk}/")
    assert pool.topic in row.topics


def test_a_decision_says_when_it_was_made(pool: Project, lakeview: Organization, rita: Person) -> None:
    day = clock.today() - timedelta(days=3)
    decision = post_update(pool, organization=lakeview, actor=rita, title="We ship by road", decided_on=day)
    assert decision.is_decision
    assert list(Update.objects.decisions()) == [decision]
    assert Activity.objects.get().kind == "update.decided"


def test_what_is_not_decided_yet_is_no_decision(pool: Project, lakeview: Organization, rita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        post_update(pool, organization=lakeview, actor=rita, title="Soon", decided_on=clock.today() + timedelta(days=1))
    assert refused.value.field == "decided_on"


def test_those_who_write_for_the_lead_or_a_confirmed_partner_post(
    pool: Project, confirmed: Partner, otis: Person
) -> None:
    update = post_update(pool, organization=confirmed.organization, actor=otis, title="Trucks are booked")
    assert update.organization.name == "Cascade Biomedical Reserve"


def test_nobody_else_posts(
    pool: Project, asked: Partner, lakeview: Organization, reed: Person, olga: Person, cora: Person, ada: Person
) -> None:
    for person, organization in (
        *((each, lakeview) for each in (reed, olga, cora, ada)),
        (olga, asked.organization),  # asked, and has not answered
    ):
        with pytest.raises(NotAllowed):
            post_update(pool, organization=organization, actor=person, title="No")


def test_a_closed_project_is_a_record(told: Update, lakeview: Organization, carl: Person) -> None:
    Project.objects.update(status=ProjectStatus.CLOSED)
    with pytest.raises(Conflict):
        post_update(told.project, organization=lakeview, actor=carl, title="Late")
    with pytest.raises(Conflict):
        edit_update(told, actor=carl, version=1, title="Late")
    assert withdraw_update(told, actor=carl).is_withdrawn  # what should not stand can go nevertheless


@pytest.mark.parametrize("fields", [{"title": " "}, {"title": "x" * 201}, {"text": "x" * 10001}, {"text": "a\x00"}])
def test_what_does_not_fit_is_refused_at_its_field(
    pool: Project, lakeview: Organization, rita: Person, fields: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        post_update(pool, organization=lakeview, actor=rita, **{"title": "Title", **fields})
    assert refused.value.field in fields


def test_a_post_has_so_many_files_and_no_more(
    pool: Project, lakeview: Organization, rita: Person, settings: Any
) -> None:
    settings.FILES_PER_POST = 2
    update = post_update(pool, organization=lakeview, actor=rita, title="Two", files=[FILE, FILE])
    with pytest.raises(Invalid) as refused:
        edit_update(update, actor=rita, version=1, files=[FILE])
    assert refused.value.field == "files"
    edit_update(update, actor=rita, version=1, files=[FILE], take_off=[update.attachments.first()])
    assert update.attachments.filter(removed_at=None).count() == 2


def test_an_edit_keeps_what_was_said_before(told: Update, rita: Person) -> None:
    edit_update(told, actor=rita, version=1, title="Twelve are ready", text="*All* tested.")

    told.refresh_from_db()
    assert (told.title, told.version) == ("Twelve are ready", 2)
    assert told.edited_at is not None
    earlier = UpdateText.objects.get()
    assert (earlier.title, earlier.text, earlier.version, earlier.replaced_by) == (
        "Ten are ready",
        "*All* tested.",
        1,
        rita,
    )
    assert trail(kind="update.edited")[-1].after["changed"] == ["title"]


def test_an_edit_that_changes_nothing_leaves_no_trace(told: Update, carl: Person) -> None:
    edit_update(told, actor=carl, version=1, title=" Ten are ready ", text="*All* tested.")
    assert not UpdateText.objects.exists()
    assert Activity.objects.count() == 1


def test_files_are_described_and_taken_off(told: Update, carl: Person) -> None:
    row = told.attachments.get()
    edit_update(told, actor=carl, version=1, descriptions={row.pk: "The ward at night", 0: "nothing"})
    row.refresh_from_db()
    assert row.words == "The ward at night"
    edit_update(told, actor=carl, version=2, take_off=[row])
    assert not Attachment.objects.served().exists()
    row.refresh_from_db()
    assert row.removed_at is not None  # its row stays, as a trace


def test_a_file_of_another_post_is_not_taken_off(told: Update, lakeview: Organization, carl: Person) -> None:
    other = post_update(told.project, organization=lakeview, actor=carl, title="Other", files=[FILE])
    edit_update(told, actor=carl, version=1, take_off=[other.attachments.get()], title="New")
    assert Attachment.objects.served().count() == 2


def test_two_people_do_not_overwrite_each_other(told: Update, carl: Person, rita: Person) -> None:
    edit_update(told, actor=carl, version=1, text="Mine")
    with pytest.raises(Conflict) as refused:
        edit_update(told, actor=rita, version=1, text="Also mine")
    assert (refused.value.code, refused.value.facts) == ("version_conflict", {"version": 2})


def test_withdrawing_leaves_a_trace_and_serves_no_file(told: Update, carl: Person) -> None:
    withdraw_update(told, actor=carl, reason="Wrong ward")

    told.refresh_from_db()
    assert (told.is_withdrawn, told.withdrawn_by, told.reason) == (True, carl, "Wrong ward")
    assert not Attachment.objects.served().exists()
    assert trail(kind="update.withdrawn")
    assert not Notice.objects.exists()
    with pytest.raises(Conflict):
        withdraw_update(told, actor=carl)
    with pytest.raises(Conflict):
        edit_update(told, actor=carl, version=1, title="Again")


def test_an_admin_withdraws_for_order_and_those_whose_it_was_are_told(told: Update, ada: Person, rita: Person) -> None:
    withdraw_update(told, actor=ada, reason="Names a patient")
    assert {notice.person.name for notice in Notice.objects.all()} == {"Carl", "Rita"}
    assert "was withdrawn: Ten are ready" in Notice.objects.all()[0].sentence


def test_the_lead_withdraws_what_a_partner_posted_and_edits_it_not(
    pool: Project, confirmed: Partner, rita: Person, olga: Person
) -> None:
    update = post_update(pool, organization=confirmed.organization, actor=olga, title="Trucks")
    with pytest.raises(NotAllowed):
        edit_update(update, actor=rita, version=1, title="Lorries")
    withdraw_update(update, actor=rita)
    assert Notice.objects.get().person == olga


def test_nobody_else_edits_or_withdraws(told: Update, confirmed: Partner, reed: Person, olga: Person) -> None:
    for other in (reed, olga):
        with pytest.raises(NotAllowed):
            edit_update(told, actor=other, version=1, title="Mine now")
        with pytest.raises(NotAllowed):
            withdraw_update(told, actor=other)


@pytest.mark.parametrize(
    "broken",
    [{"withdrawn_at": clock.now()}, {"reason": "because"}, {"version": 2}, {"edited_at": clock.now()}],
)
def test_the_database_holds_the_rules(told: Update, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Update.objects.update(**broken)


def test_the_workgroup_stays_the_one_in_which_it_was_decided(
    pool: Project, lakeview: Organization, rita: Person
) -> None:
    group = pool.workgroup
    decision = post_update(pool, organization=lakeview, actor=rita, title="By road", decided_on=date(2026, 1, 1))
    Project.objects.update(workgroup=None)
    decision.refresh_from_db()
    assert decision.workgroup == group
