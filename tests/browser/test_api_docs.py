"""The documentation of the API in a real browser, under the content policy and with nothing from outside."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from members.models import Organization, Person
from tests.browser.conftest import Window
from tests.factories import OfferFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_reads_every_operation(window: Window) -> None:
    page = window.page
    page.goto("/api/docs/")
    expect(page.get_by_role("heading", name="API", exact=True)).to_be_visible()
    expect(page.locator("#operations-offers-offers_create")).to_be_visible()
    page.locator("#operations-offers-offers_create button").first.click()
    expect(page.get_by_text("Post an offer for the organization that you act for.").first).to_be_visible()
    expect(page.get_by_text("The input breaks a rule.").first).to_be_visible()


def test_a_member_tries_it_out_with_their_own_session(window: Window, rita: Person, cascade: Organization) -> None:
    offer = OfferFactory(organization=cascade, title="Blue gowns")
    window.sign_in(rita)
    page = window.page
    page.goto("/api/docs/")
    operation = page.locator("#operations-offers-offers_retrieve")
    operation.locator("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("input[placeholder='id']").fill(str(offer.pk))
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table").get_by_text("Blue gowns").first).to_be_visible()


def test_a_member_writes_with_the_csrf_token_of_the_page(window: Window, olga: Person, cascade: Organization) -> None:
    offer = OfferFactory(organization=cascade)
    window.sign_in(olga)
    page = window.page
    page.goto("/api/docs/")
    operation = page.locator("#operations-offers-offers_withdraw")
    operation.locator("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("input[placeholder='id']").fill(str(offer.pk))
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table").get_by_text("withdrawn").first).to_be_visible()
    offer.refresh_from_db()
    assert offer.status == "withdrawn"


@pytest.mark.parametrize("address", ["/api/docs/", "/api/problems/", "/settings/tokens/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_of_ours(window: Window, rita: Person, address: str, scheme: str) -> None:
    window.sign_in(rita)
    page = window.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, context={"exclude": [".swagger-ui"]})  # what it draws inside is its makers'
    assert found.violations_count == 0, found.generate_report()


def test_a_token_is_made_and_stays_on_no_other_page(window: Window, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/settings/tokens/")
    page.get_by_label("What it is for").fill("Stock system")
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_label("Token", exact=True).input_value()
    assert secret.startswith("coal_")
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_role("listitem").filter(has_text="Stock system")).to_be_visible()
    assert secret not in page.content()
