"""The directory in a real browser: found with a typing error, narrowed, opened, and back to the same list."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members.models import Organization, Person
from resources.models import ResourceType
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.factories import OfferFactory, ProjectFactory, RequestFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def market(lakeview: Organization, cascade: Organization, rita: Person, olga: Person) -> None:
    """Cascade, in Oregon, offers respirators, asks for something, and leads a project."""
    OfferFactory(organization=cascade, resource_type=ResourceType.objects.get(slug="n95-respirator"))
    RequestFactory(organization=cascade)
    ProjectFactory(title="Cold chain", organization=cascade)


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, market: None, rita: Person
) -> None:
    found = "/organizations/?state=OR&offers=n95"
    own = "/organizations/cascade-biomedical/"
    look_at(chromium, live_server.url, rita, ["/organizations/", found, f"{found}&kind=hospital", own])


def test_a_typing_error_is_forgiven_and_back_keeps_the_filters(window: Window, market: None, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/organizations/")
    page.get_by_label("Name").fill("Casacde")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No name holds “Casacde”")).to_be_visible()
    expect(page.get_by_role("heading", name="Cascade Biomedical Reserve")).to_be_visible()
    page.get_by_role("link", name="Name “Casacde”").click()
    expect(page.get_by_text("2 organizations")).to_be_visible()

    page.get_by_label("State").select_option("OR")
    expect(page.get_by_text("1 organization", exact=True)).to_be_visible()
    page.get_by_label("Offers").fill("ffp2")
    page.get_by_label("Offers").press("Enter")
    expect(page.get_by_role("link", name="Offers “ffp2”")).to_be_visible()
    narrowed = page.url
    assert "state=OR" in narrowed
    assert "offers=ffp2" in narrowed

    page.get_by_role("link", name="Cascade Biomedical Reserve").click()
    expect(page.get_by_role("heading", name="Open offers")).to_be_visible()
    expect(page.get_by_role("link", name="Cold chain")).to_be_visible()
    page.go_back()
    assert page.url == narrowed
    expect(page.get_by_label("State")).to_have_value("OR")
    expect(page.get_by_label("Offers")).to_have_value("ffp2")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Cascade Biomedical Reserve")).to_be_focused()


def test_it_works_without_a_script(chromium: Browser, live_server: LiveServer, market: None, rita: Person) -> None:
    window = Window(chromium, live_server.url, java_script_enabled=False)
    window.sign_in(rita)
    window.page.goto("/organizations/")
    window.page.get_by_label("State").select_option("OR")
    window.page.get_by_label("Offers").fill("n95")
    window.page.get_by_role("button", name="Filter").click()
    expect(window.page.get_by_text("1 organization", exact=True)).to_be_visible()
    window.page.get_by_role("link", name="State Oregon").click()
    expect(window.page.get_by_label("Offers")).to_have_value("n95")
    window.context.close()
    assert window.faults == []


def test_the_list_is_taken_out_as_csv(window: Window, market: None, rita: Person) -> None:
    window.sign_in(rita)
    window.page.goto("/organizations/?state=OR")
    with window.page.expect_download() as taken:
        window.page.get_by_role("link", name="Take out as CSV").click()
    assert taken.value.suggested_filename == "organizations.csv"
    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Name", "Cascade Biomedical Reserve"]
