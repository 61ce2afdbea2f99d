"""Milestones that wait for each other, timelines and private addresses in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.models import Organization, Person
from projects.depending import add_dependency
from projects.milestones import add_milestone
from projects.models import Milestone, Project, Workgroup
from projects.posting import post_project
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.factories import WorkgroupFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def group(db: None) -> Workgroup:
    return WorkgroupFactory(name="Oxygen", slug="oxygen")


def plan_of(organization: Organization, person: Person, group: Workgroup, title: str) -> Project:
    return post_project(
        organization=organization, actor=person, title=title, purpose="For all.", plan="", workgroup=group, states=[]
    )


@pytest.fixture
def bottles(group: Workgroup, lakeview: Organization, rita: Person) -> Milestone:
    """A step of Lakeview's plan, due in ten days, with one before it that is late."""
    today = clock.today()
    project = plan_of(lakeview, rita, group, "Oxygen for all")
    found = add_milestone(
        project, actor=rita, title="Bottles found", organization=lakeview, due_on=today - timedelta(days=2)
    )
    filled = add_milestone(
        project,
        actor=rita,
        title="Bottles filled",
        organization=lakeview,
        starts_on=today - timedelta(days=2),
        due_on=today + timedelta(days=10),
    )
    add_dependency(filled, waits_for=found, actor=rita)
    return filled


@pytest.fixture
def depot(group: Workgroup, cascade: Organization, olga: Person) -> Milestone:
    """A step of Cascade's plan, due in twelve days."""
    project = plan_of(cascade, olga, group, "Depots in the west")
    due = clock.today() + timedelta(days=12)
    return add_milestone(project, actor=olga, title="Depot open", organization=cascade, due_on=due)


def test_a_milestone_slips_and_its_dependants_show_it(
    window: Window,
    chromium: Browser,
    live_server: LiveServer,
    bottles: Milestone,
    depot: Milestone,
    rita: Person,
    olga: Person,
) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto(depot.get_absolute_url())
    page.get_by_role("link", name="Say what it waits for").click()
    page.get_by_label("Title of a milestone or a project").fill("filled")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Wait for it Bottles filled").click()
    expect(page.get_by_text("It waits for “Bottles filled” now.")).to_be_visible()

    other = Window(chromium, live_server.url, viewport={"width": 1440, "height": 900})
    other.sign_in(rita)
    other.page.goto("/notices/")
    expect(other.page.get_by_role("main")).to_contain_text("Others wait for a milestone of yours: Bottles filled")
    other.page.goto(f"/milestones/{bottles.pk}/edit/")
    other.page.get_by_label("Start").fill((clock.today() + timedelta(days=8)).isoformat())
    other.page.get_by_label("Due").fill((clock.today() + timedelta(days=20)).isoformat())
    other.page.get_by_role("button", name="Save").click()
    expect(other.page.locator(f"#milestone-{bottles.pk}")).to_contain_text("first planned")
    other.context.close()
    assert other.faults == []

    page.goto(depot.get_absolute_url())
    expect(page.locator(f"#milestone-{depot.pk}")).to_contain_text("8 days later: waits for Bottles filled")
    page.goto("/notices/")
    expect(page.get_by_role("main")).to_contain_text("A milestone of yours is expected later: Depot open")
    page.goto("/timeline/")
    expect(page.get_by_role("heading", level=2)).to_have_text("1 of 3 milestones is late, 1 more is expected later")
    expect(page.get_by_role("img", name="1 of 3 milestones is late, 1 more is expected later")).to_be_visible()
    page.get_by_text("Show as a table").click()
    expect(page.get_by_role("row", name="Depot open")).to_contain_text("Held up: waits for Bottles filled")


def test_a_window_of_time_is_chosen_and_can_be_left_again(window: Window, depot: Milestone, olga: Person) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto("/timeline/")
    page.get_by_label("Shown").select_option("6 weeks")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Depot open").first).to_be_visible()
    for _time in range(3):
        page.get_by_role("link", name="Later").click()
    expect(page.get_by_text("Nothing is planned in these weeks")).to_be_visible()
    page.get_by_role("link", name="Around today").first.click()
    expect(page.get_by_role("link", name="Depot open").first).to_be_visible()


def test_a_calendar_address_is_made_from_the_timeline_and_revoked(
    window: Window, bottles: Milestone, rita: Person
) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto(f"/projects/{bottles.project_id}/timeline/")
    page.get_by_role("link", name="In your calendar").click()
    expect(page.get_by_label("Of what", exact=True)).to_have_value(f"project:{bottles.project_id}")
    page.get_by_role("button", name="Make the address").click()
    address = page.get_by_label("Address", exact=True).input_value().split("/", 3)[3]
    assert page.request.get(f"{window.base}/{address}").text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The address is revoked")).to_be_visible()
    assert page.request.get(f"{window.base}/{address}").status == 404


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, bottles: Milestone, depot: Milestone, rita: Person
) -> None:
    addresses = [
        f"/projects/{bottles.project_id}/",
        f"/projects/{bottles.project_id}/timeline/",
        f"/milestones/{bottles.pk}/waits/",
        f"/milestones/{bottles.pk}/waits/?q=depot",
        f"/milestones/{bottles.pk}/edit/",
        "/timeline/",
        "/timeline/?first=2000-01-01",
        "/workgroups/oxygen/timeline/",
        "/settings/addresses/",
    ]
    look_at(chromium, live_server.url, rita, addresses)
