from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import unsubscribing
from members.models import Activity, Organization, OutgoingMail, Person
from projects.highlights import choose_mail, draft_of, send_highlights, this_week
from projects.milestones import add_milestone, edit_milestone
from projects.models import Highlights, Workgroup, WorkgroupMembership
from projects.posting import edit_project, post_project
from projects.workgroups import join_workgroup, leave_workgroup, set_lead
from tests.conftest import ClientOf
from tests.projects.views.conftest import Page, read, send  # noqa: F401  # fixtures


@pytest.fixture
def lead(supply: Workgroup, rita: Person, ada: Person) -> Person:
    """Rita, who leads Supply Chain."""
    set_lead(join_workgroup(supply, person=rita), actor=ada, is_lead=True)
    return rita


def letters() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="highlights").order_by("recipient"))


def test_the_draft_tells_what_stood_out_by_kind(
    supply: Workgroup, lead: Person, lakeview: Organization, cascade: Organization, olga: Person
) -> None:
    plan = post_project(organization=lakeview, actor=lead, title="Masks [for all]", purpose="B", workgroup=supply)
    edit_project(plan, actor=lead, version=1, plan="Small things do not stand there")
    step = add_milestone(plan, actor=lead, title="Found", organization=lakeview, due_on=clock.today())
    edit_milestone(step, actor=lead, status="reached")
    add_milestone(plan, actor=lead, title="Sent", organization=lakeview, due_on=clock.today() + timedelta(days=3))
    post_project(organization=cascade, actor=olga, title="Elsewhere", purpose="B")

    draft = draft_of(supply, reader=lead)
    assert [line for line in draft.splitlines() if line.startswith("#")] == [
        "# New plans",
        "# Milestones reached",
        "# Due next",
    ]
    words = r"Lakeview Health posted the plan Masks \[for all\]"
    assert f"- [{words}](http://localhost:8000/projects/{plan.pk}/)" in draft
    assert "reached the milestone" in draft
    assert "Sent (Masks" in draft
    assert "Elsewhere" not in draft
    assert "edited" not in draft


def test_last_weeks_news_are_no_news(supply: Workgroup, lead: Person, lakeview: Organization) -> None:
    with clock.at(clock.now() - timedelta(days=8)):
        post_project(organization=lakeview, actor=lead, title="Old", purpose="B", workgroup=supply)
    assert draft_of(supply, reader=lead) == "Nothing stood out in the records of this week."


def test_what_is_sent_is_kept_told_and_mailed_to_those_who_take_part(
    supply: Workgroup, lead: Person, olga: Person, oren: Person, carl: Person
) -> None:
    for person in (olga, oren):
        join_workgroup(supply, person=person)
    choose_mail(supply, person=oren, wanted=False)
    row = send_highlights(supply, actor=lead, text=" # Done\n\n[All](http://localhost:8000/) well. ")

    assert (row.week, row.text, row.sent_by) == (this_week(), "# Done\n\n[All](http://localhost:8000/) well.", lead)
    assert [mail.person for mail in letters()] == [olga, lead]
    letter = letters()[0]
    assert letter.subject == "Supply Chain: highlights of the week"
    assert "Done</h3>" in letter.html
    assert row.get_absolute_url() in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Id"].startswith("<highlights.supply-chain.")
    told = Activity.objects.get(kind="workgroup.highlights")
    assert told.sentence == "Rita told the highlights of the week in Supply Chain"
    assert told.after == {"workgroup": supply.pk, "week": row.week.isoformat(), "letters": 2}


def test_they_are_sent_once_a_week(supply: Workgroup, lead: Person) -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("America/New_York"))
    with clock.at(monday):
        send_highlights(supply, actor=lead, text="One")
    with clock.at(monday + timedelta(days=6)), pytest.raises(Conflict) as refused:
        send_highlights(supply, actor=lead, text="Two")
    assert refused.value.code == "sent_already"
    assert len(letters()) == 1
    with clock.at(monday + timedelta(days=7)):
        assert send_highlights(supply, actor=lead, text="Three").week == date(2026, 11, 30)


def test_only_a_lead_of_an_active_workgroup_sends(supply: Workgroup, lead: Person, olga: Person, ada: Person) -> None:
    join_workgroup(supply, person=olga)
    for other in (olga, ada):
        with pytest.raises(NotAllowed):
            send_highlights(supply, actor=other, text="Mine")
    Workgroup.objects.filter(pk=supply.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        send_highlights(supply, actor=lead, text="Mine")
    assert not Highlights.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 10001, "a\x00b"])
def test_a_text_out_of_bounds_is_refused(supply: Workgroup, lead: Person, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        send_highlights(supply, actor=lead, text=text)
    assert refused.value.field == "text"
    assert letters() == []


def test_the_database_keeps_what_was_sent(supply: Workgroup, lead: Person) -> None:
    row = send_highlights(supply, actor=lead, text="One")
    for statement in ("UPDATE projects_highlights SET text = 'Two'", "DELETE FROM projects_highlights"):
        with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Highlights.objects.create(workgroup=supply, week=row.week + timedelta(days=1), text="A", sent_by=lead)


def test_one_click_in_the_letter_stops_those_of_this_workgroup_only(supply: Workgroup, lead: Person) -> None:
    other = Workgroup.objects.exclude(pk=supply.pk).first()
    join_workgroup(other, person=lead)
    address = unsubscribing.path_for(lead, "highlights:supply-chain")
    page = Client().get(address).content.decode()
    assert "Stop the highlights of Supply Chain?" in page
    assert Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    wanted = WorkgroupMembership.objects.filter(person=lead).values_list("workgroup", "gets_highlights")
    assert dict(wanted) == {supply.pk: False, other.pk: True}
    assert Client().post(unsubscribing.path_for(lead, "nothing:x")).status_code == 404


def test_who_left_gets_none(supply: Workgroup, lead: Person, olga: Person) -> None:
    join_workgroup(supply, person=olga)
    leave_workgroup(supply, person=olga)
    send_highlights(supply, actor=lead, text="One")
    assert [mail.person for mail in letters()] == [lead]


def test_the_lead_edits_looks_and_sends(client_of: ClientOf, supply: Workgroup, lead: Person, olga: Person) -> None:
    browser = client_of(lead)
    address = "/workgroups/supply-chain/highlights/write/"
    assert address in browser.get("/workgroups/supply-chain/").content.decode()
    assert browser.get(address).context["form"]["text"].value() == draft_of(supply, reader=lead)
    looked = browser.post(address, {"text": "All **well**.", "preview": "yes"})
    assert "<strong>well</strong>" in looked.content.decode()
    assert not Highlights.objects.exists()
    sent = browser.post(address, {"text": "All **well**."})
    row = Highlights.objects.get()
    assert sent["Location"] == row.get_absolute_url()
    assert browser.post(address, {"text": "Again"})["Location"] == row.get_absolute_url()
    assert browser.post(address, {"text": ""})["Location"] == row.get_absolute_url()
    assert len(letters()) == 1
    for page in (row.get_absolute_url(), "/workgroups/supply-chain/", "/workgroups/supply-chain/highlights/"):
        assert "<strong>well</strong>" in client_of(olga).get(page).content.decode()
    assert client_of(olga).get(address).status_code == 403


def test_mail_is_chosen_on_the_page(read: Page, send: Page, supply: Workgroup, lead: Person) -> None:  # noqa: F811  # the fixture
    send_highlights(supply, actor=lead, text="One")
    assert "Do not mail them to me" in read(lead, "/workgroups/supply-chain/").content.decode()
    send(lead, "/workgroups/supply-chain/highlights/mail/", {"wanted": "no"})
    assert "Mail them to me" in read(lead, "/workgroups/supply-chain/").content.decode()
    assert not WorkgroupMembership.objects.get(person=lead).gets_highlights
