"""The page where one says what a milestone waits for, and what the plan's page shows of it."""

from datetime import timedelta

from coalition.shared import clock
from members.models import Organization, Person
from projects.depending import add_dependency
from projects.milestones import edit_milestone
from projects.models import Dependency, Milestone, MilestoneStatus, ProjectStatus
from tests.factories import MilestoneFactory, ProjectFactory
from tests.projects.views.conftest import Page


def shown(read: Page, person: Person, address: str, **asked: str) -> str:
    page = read(person, address, **asked)
    assert page.status_code == 200
    text: str = page.content.decode()
    return text


def test_a_neighbour_is_chosen_from_the_list_and_taken_away_again(
    read: Page, send: Page, rita: Person, inventory: Milestone
) -> None:
    other = MilestoneFactory(project=inventory.project, title="List agreed")
    address = f"/milestones/{inventory.pk}/waits/"
    assert f'name="waits_for" value="{other.pk}"' in shown(read, rita, address)
    assert send(rita, address, {"waits_for": other.pk}).status_code == 302

    dependency = inventory.dependencies.get()
    text = shown(read, rita, address)
    assert f'name="waits_for" value="{other.pk}"' not in text
    assert f"/dependencies/{dependency.pk}/remove/" in text
    assert "Waits for" in shown(read, rita, f"/projects/{inventory.project_id}/")
    assert send(rita, f"/dependencies/{dependency.pk}/remove/").status_code == 302
    assert not Dependency.objects.exists()


def test_milestones_of_other_plans_are_found_by_their_title_or_their_projects(
    read: Page, rita: Person, inventory: Milestone, cascade: Organization
) -> None:
    depot = MilestoneFactory(project=ProjectFactory(title="Depots", organization=cascade), title="Houston open")
    MilestoneFactory(project=ProjectFactory(title="Depots of old", status=ProjectStatus.CLOSED), title="Old one")
    MilestoneFactory(project=depot.project, title="Gone", status=MilestoneStatus.DROPPED)
    address = f"/milestones/{inventory.pk}/waits/"
    for words in ("houston", "depot"):
        text = shown(read, rita, address, q=words)
        assert "Houston open" in text
        assert "Old one" not in text
        assert "Gone" not in text
    assert "Nothing found" in shown(read, rita, address, q="zzz\x00")


def test_what_would_close_a_circle_is_not_offered_and_refused_with_the_reason(
    read: Page, send: Page, rita: Person, inventory: Milestone
) -> None:
    after = MilestoneFactory(project=inventory.project, title="Shipped")
    add_dependency(after, waits_for=inventory, actor=rita)
    address = f"/milestones/{inventory.pk}/waits/"
    assert f'name="waits_for" value="{after.pk}"' not in shown(read, rita, address)
    answer = send(rita, address, {"waits_for": after.pk})
    assert answer.status_code == 422
    assert "That would be a circle" in answer.content.decode()


def test_a_choice_that_is_none_is_refused(send: Page, rita: Person, inventory: Milestone) -> None:
    for wrong in ("", "999999999", "x", "99999999999999999999999"):
        answer = send(rita, f"/milestones/{inventory.pk}/waits/", {"waits_for": wrong})
        assert answer.status_code == 422


def test_only_who_may_edit_it_gets_there(
    read: Page, send: Page, olga: Person, reed: Person, inventory: Milestone
) -> None:
    other = MilestoneFactory(project=inventory.project)
    dependency = Dependency.objects.create(milestone=inventory, waits_for=other)
    for person in (olga, reed):
        assert read(person, f"/milestones/{inventory.pk}/waits/").status_code == 403
        assert send(person, f"/milestones/{inventory.pk}/waits/", {"waits_for": other.pk}).status_code == 403
        assert send(person, f"/dependencies/{dependency.pk}/remove/").status_code == 403


def test_a_slip_shows_on_the_plan_of_what_waits_with_the_reason_in_words(
    read: Page, rita: Person, olga: Person, inventory: Milestone, cascade: Organization
) -> None:
    day = clock.today() + timedelta(days=14)
    depot = MilestoneFactory(
        project=ProjectFactory(title="Depots", organization=cascade), title="Houston open", due_on=day
    )
    add_dependency(depot, waits_for=inventory, actor=olga)
    edit_milestone(inventory, actor=rita, due_on=day + timedelta(days=12))

    text = shown(read, rita, f"/projects/{depot.project_id}/")
    assert "12 days later: waits for Inventory done (Ventilator pool for the Midwest)" in text
    own = shown(read, olga, f"/projects/{inventory.project_id}/")
    assert "first planned" in own
    assert "Houston open</a> (Depots)" in own
    edit_milestone(inventory, actor=rita, status="dropped")
    text = shown(read, rita, f"/projects/{depot.project_id}/").partition('id="news"')[0]
    assert "12 days later" not in text
    assert "Waits for “Inventory done”, which will not come." in text


def test_the_start_is_kept_and_a_wrong_one_is_told_at_its_field(
    send: Page, rita: Person, lakeview: Organization, inventory: Milestone
) -> None:
    address = f"/projects/{inventory.project_id}/milestones/new/"
    typed = {"title": "Shipped", "organization": lakeview.pk, "starts_on": "2026-12-10", "due_on": "2026-12-01"}
    answer = send(rita, address, typed)
    assert answer.status_code == 422
    assert "It cannot start after the day it is due." in answer.content.decode()
    assert 'value="2026-12-10"' in answer.content.decode()
    assert send(rita, address, typed | {"starts_on": "2026-11-20"}).status_code == 302
    assert str(Milestone.objects.get(title="Shipped").starts_on) == "2026-11-20"


def test_the_page_of_a_milestone_leads_its_editors_to_what_it_waits_for_while_it_is_unfinished(
    read: Page, rita: Person, olga: Person, inventory: Milestone
) -> None:
    page, link = f"/milestones/{inventory.pk}/", f'href="/milestones/{inventory.pk}/waits/"'
    assert link in shown(read, rita, page)
    assert link not in shown(read, olga, page)
    Milestone.objects.filter(pk=inventory.pk).update(status=MilestoneStatus.DROPPED)
    assert link not in shown(read, rita, page)
