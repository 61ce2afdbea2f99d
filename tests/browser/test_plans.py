"""Plans and workgroups in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.models import Organization, Person
from projects.milestones import add_milestone
from projects.models import Project, Workgroup
from projects.partnering import ask_partner
from projects.posting import edit_project, post_project
from projects.workgroups import join_workgroup
from tests.browser.conftest import Window
from tests.browser.looks import look_at, no_barrier
from tests.factories import RequestFactory, WorkgroupFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "# Why\n\nBecause **all** gain.\n\n| Item | Units |\n|---|--:|\n| Masks | 12 |\n\n## How\n\n1. Ask\n2. Lend"


@pytest.fixture
def group(db: None) -> Workgroup:
    return WorkgroupFactory(name="Oxygen", slug="oxygen")


@pytest.fixture
def plan(group: Workgroup, lakeview: Organization, cascade: Organization, rita: Person, olga: Person) -> Project:
    """Lakeview's plan, with a late step and a question to Cascade."""
    project = post_project(
        organization=lakeview,
        actor=rita,
        title="Oxygen for all",
        purpose="So that none lacks it.",
        plan=TEXT,
        workgroup=group,
        states=["IL"],
    )
    yesterday = clock.today() - timedelta(days=1)
    add_milestone(project, actor=rita, title="Bottles found", organization=lakeview, due_on=yesterday)
    ask_partner(project, actor=rita, organization=cascade)
    join_workgroup(group, person=rita)
    return project


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, plan: Project, rita: Person, olga: Person
) -> None:
    own = f"/projects/{plan.pk}/"
    milestone = f"/milestones/{plan.milestones.get().pk}/edit/"
    forms = [
        "/projects/new/",
        f"{own}edit/",
        f"{own}status/",
        f"{own}partners/ask/",
        f"{own}milestones/new/",
        f"{own}versions/",
        f"{own}versions/1/",
        f"{own}owners/name/",
        f"{own}copy/",
        f"{own}print/",
        f"/projects/files/?project={plan.pk}",
        "/projects/files/take-in/",
        milestone,
    ]
    lists = ["/projects/", "/projects/?q=zzz", "/workgroups/", "/workgroups/oxygen/", "/workgroups/oxygen/people/"]
    for person, addresses in ((rita, [own, *lists, *forms]), (olga, [own])):
        look_at(chromium, live_server.url, person, addresses)


def test_a_writer_posts_a_plan_and_reads_it_rendered(window: Window, group: Workgroup, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/workgroups/oxygen/")
    page.get_by_role("button", name="Join the workgroup").click()
    page.get_by_role("link", name="Post a plan").click()
    expect(page.get_by_text("every member of the coalition, from the moment you post it")).to_be_visible()
    page.get_by_label("Title").fill("Oxygen for all")
    page.get_by_label("Purpose").fill("So that none lacks it.")
    page.get_by_role("textbox", name="Plan").fill(TEXT)
    page.get_by_text("Where it takes place: the whole country").click()
    page.get_by_label("Illinois").check()
    page.get_by_role("button", name="Post the plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oxygen for all")
    expect(page.get_by_role("heading", name="How")).to_be_visible()
    expect(page.get_by_role("region", name="Table")).to_contain_text("Masks")
    expect(page.locator(".glance")).to_contain_text("Oxygen")


def test_leaving_a_workgroup_is_undone_from_the_message(window: Window, plan: Project, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/workgroups/oxygen/")
    page.get_by_role("button", name="Leave the workgroup").click()
    expect(page.get_by_text("You left Oxygen.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Leave the workgroup")).to_be_visible()


def test_the_requests_of_a_plan_come_to_its_page(
    window: Window, plan: Project, rita: Person, lakeview: Organization
) -> None:
    RequestFactory(organization=lakeview, project=plan, title="Twenty bottles", quantity=20)
    window.sign_in(rita)
    window.page.goto(f"/projects/{plan.pk}/")
    needs = window.page.get_by_role("region", name="Needs of this project")
    expect(needs.get_by_role("listitem")).to_contain_text(["Twenty bottles"])


def test_the_one_who_is_asked_answers_on_the_page(window: Window, plan: Project, olga: Person) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto(f"/projects/{plan.pk}/")
    page.get_by_role("button", name="We take part").click()
    expect(page.get_by_text("Cascade Biomedical Reserve takes part.")).to_be_visible()
    expect(page.get_by_role("region", name="Partners")).to_contain_text("Partner")
    page.get_by_role("button", name="Step back").click()
    expect(page.get_by_role("button", name="Take part after all")).to_be_visible()


def test_two_editors_see_both_texts_and_lose_nothing(window: Window, plan: Project, rita: Person, carl: Person) -> None:
    window.sign_in(carl)
    page = window.page
    page.goto(f"/projects/{plan.pk}/edit/")
    edit_project(plan, actor=rita, version=1, title="Rita's title", plan=TEXT.replace("Ask", "Ask first"))
    page.get_by_role("textbox", name="Plan").fill(TEXT.replace("Lend", "Lend at once"))
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("region", name="Their text").locator(".differs")).to_contain_text(["Ask first", "Lend"])
    expect(page.get_by_role("region", name="Your text").locator(".differs")).to_contain_text(["Ask", "Lend at once"])
    expect(page.get_by_label("Title")).to_have_value("Rita's title")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    no_barrier(page)

    page.get_by_role("textbox", name="Plan").fill(TEXT.replace("Ask", "Ask first").replace("Lend", "Lend at once"))
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rita's title")
    expect(page.get_by_text("Ask first")).to_be_visible()
    expect(page.get_by_text("Lend at once")).to_be_visible()

    page.get_by_role("link", name="3", exact=True).click()
    page.get_by_role("link", name="What changed in version 3").click()
    plan_part = page.get_by_role("region", name="Plan").or_(page.locator("section[aria-labelledby=part-1]")).first
    expect(plan_part.locator("ins")).to_contain_text(["at once"])
    expect(page.get_by_text("Struck through")).to_be_visible()
    no_barrier(page)
    # The browser itself notes an answer of 409 as an error; there is no other.
    assert [fault for fault in window.faults if "409" not in fault] == []
    window.faults.clear()


def test_a_plan_is_posted_joined_taken_on_and_gone_back_to(
    window: Window, chromium: Browser, live_server: LiveServer, group: Workgroup, rita: Person, olga: Person
) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/projects/new/?workgroup=oxygen")
    page.get_by_label("Title").fill("Oxygen for all")
    page.get_by_label("Purpose").fill("So that none lacks it.")
    page.get_by_label("List it without an owner").check()
    page.get_by_role("button", name="Post the plan").click()
    page.get_by_role("link", name="Ask a partner").click()
    page.get_by_label("Organization").select_option(label="Cascade Biomedical Reserve")
    page.get_by_role("button", name="Ask", exact=True).click()

    theirs = Window(chromium, live_server.url, viewport={"width": 390, "height": 844})
    theirs.sign_in(olga)
    theirs.page.goto("/projects/?view=unowned")
    theirs.page.get_by_role("link", name="Oxygen for all").click()
    theirs.page.get_by_role("button", name="We take part").click()
    theirs.page.get_by_role("button", name="Take it on").click()
    expect(theirs.page.get_by_role("region", name="Owners")).to_contain_text("Olga")
    theirs.page.get_by_role("link", name="Edit the plan").click()
    theirs.page.get_by_label("Purpose").fill("So that nobody lacks it.")
    theirs.page.get_by_label("What changed").fill("In plainer words")
    theirs.page.get_by_role("button", name="Save").click()
    expect(theirs.page.get_by_text("Your changes are saved.")).to_be_visible()
    theirs.context.close()
    assert theirs.faults == []

    page.goto(theirs.page.url + "versions/difference/")
    expect(page.locator(":is(del, ins)")).to_contain_text(["Struck through", "underlined", "none", "nobody"])
    no_barrier(page)
    page.get_by_role("link", name="Version 1").click()
    page.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_text("So that none lacks it.").first).to_be_visible()
