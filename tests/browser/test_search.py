"""The search in a real browser: typed, narrowed, opened, and back to the same place; the palette; the gaps."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members.models import Organization, Person
from projects.models import Project
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.factories import OfferFactory, ProjectFactory, RequestFactory, UpdateFactory, WorkgroupFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def oxygen(lakeview: Organization, cascade: Organization) -> Project:
    """Plans, updates, an offer and an urgent request about oxygen."""
    plan: Project = ProjectFactory(
        title="Oxygen for small hospitals",
        purpose="Keep oxygen where it is needed, and know where it will run out.",
        plan="## What we do\n\n1. Count **oxygen** concentrators.\n2. Lend them to each other.",
        themes=["supplies"],
        states=["IL"],
        organization=lakeview,
        workgroup=WorkgroupFactory(name="Oxygen and air"),
    )
    ProjectFactory(
        title="Oxygen shared by small hospitals",
        purpose="Know where oxygen will run out.",
        themes=["supplies"],
        states=["IL"],
        organization=cascade,
    )
    UpdateFactory(project=plan, title="First oxygen delivered", text="Twelve concentrators of oxygen came.")
    OfferFactory(title="Oxygen cylinders", organization=cascade)
    RequestFactory(title="Oxygen for tonight", organization=lakeview, severity="critical", state="OR")
    return plan


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, oxygen: Project, rita: Person
) -> None:
    pages = ["/search/", "/search/?q=oxygen", "/search/?q=oxygen&kind=plan", "/search/?q=oxigen", "/search/?q=xyzzyx"]
    look_at(chromium, live_server.url, rita, [*pages, oxygen.get_absolute_url()])


def test_the_gaps_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, oxygen: Project, cora: Person
) -> None:
    look_at(chromium, live_server.url, cora, ["/board/gaps/"])


def test_it_is_typed_narrowed_opened_and_back_leads_to_the_same(window: Window, oxygen: Project, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/search/")
    page.get_by_role("main").get_by_label("Search").fill("oxygen")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Oxygen for small hospitals")).to_be_visible()
    page.get_by_label("Kinds of things found").get_by_role("link", name="Updates").click()
    expect(page.get_by_role("link", name="Oxygen for small hospitals")).to_have_count(0)
    narrowed = page.url
    page.get_by_role("link", name="First oxygen delivered").click()
    expect(page.get_by_role("heading", name="First oxygen delivered").first).to_be_visible()
    page.go_back()
    assert page.url == narrowed
    expect(page.get_by_role("main").get_by_label("Search")).to_have_value("oxygen")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="First oxygen delivered")).to_be_focused()


def test_the_palette_finds_plans_and_updates(window: Window, oxygen: Project, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("oxyg")
    expect(page.locator("#palette-found").get_by_text("First oxygen delivered")).to_be_visible()
    expect(page.locator("#palette-found").get_by_role("navigation", name="Plans")).to_be_visible()
