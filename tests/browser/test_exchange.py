"""Offers, requests and the catalogue in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.models import Organization, Person
from resources import catalogue
from resources.models import Offer, Request, ResourceType
from resources.posting import edit_offer, post_offer, post_request
from tests.browser.conftest import Window
from tests.browser.looks import look_at, no_barrier
from tests.factories import MatchFactory, OfferFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    catalogue.load()
    catalogue.load_substitutes()


@pytest.fixture
def offer(cascade: Organization, olga: Person) -> Offer:
    return post_offer(
        organization=cascade,
        actor=olga,
        resource_type=ResourceType.objects.get(slug="n95-respirator"),
        quantity=12000,
        state="OR",
        available_from=clock.today(),
        title="N95, small",
        terms="loan",
        return_on=clock.today() + timedelta(days=60),
    )


@pytest.fixture
def asked(lakeview: Organization, rita: Person) -> Request:
    return post_request(
        organization=lakeview,
        actor=rita,
        resource_type=ResourceType.objects.get(slug="icu-ventilator"),
        quantity=40,
        state="IL",
        severity="critical",
        needed_by=clock.today() + timedelta(days=2),
        description="Five patients on transport ventilators.",
    )


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, offer: Offer, asked: Request, olga: Person
) -> None:
    MatchFactory(offer=offer, request__resource_type=offer.resource_type, quantity=50)
    lists = ["/offers/", "/offers/?view=ended&q=zzz", "/requests/", "/requests/?view=covered", "/catalogue/"]
    pages = [f"/offers/{offer.pk}/", f"/requests/{asked.pk}/", f"/offers/{offer.pk}/edit/", "/requests/new/"]
    look_at(chromium, live_server.url, olga, [*lists, *pages])


def test_a_type_is_found_by_any_of_its_names_and_brings_its_unit(window: Window, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/requests/new/")
    search = page.get_by_role("searchbox", name="Find it by any of its names")
    search.fill("hand rub")
    expect(page.get_by_label("Resource", exact=True)).to_have_value("hand-sanitizer")
    expect(page.locator(".field-number .suffix")).to_have_text("L")
    search.fill("no such thing")
    expect(page.get_by_text("No type is called so.")).to_be_visible()
    search.fill("ffp2")
    search.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_resource_type", "Enter chooses, it does not send"
    expect(page.get_by_label("Resource", exact=True)).to_have_value("n95-respirator")
    page.get_by_label("Quantity").fill("400")
    page.get_by_label("Critical: people come to harm without it").check()
    page.get_by_label("Needed by").fill((clock.today() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Post the request").click()
    expect(page.get_by_text("Your request is posted. Every member sees it.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("N95 respirator")


def test_only_a_loan_asks_when_it_comes_back(window: Window, olga: Person) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto("/offers/new/?type=icu-ventilator")
    returns = page.get_by_label("To be returned by")
    expect(returns).to_be_hidden()
    page.get_by_label("Loan: it comes back by a day").check()
    expect(returns).to_be_visible()
    page.get_by_label("Quantity", exact=True).fill("12")
    page.get_by_role("button", name="Post the offer").click()
    assert page.evaluate("document.activeElement.matches('.errors')")
    expect(page.get_by_role("link", name="Say by when the loan is to be returned.")).to_be_visible()
    assert [fault for fault in window.faults if "422" not in fault] == []
    window.faults.clear()  # the browser itself notes an answer of 422 as an error


def test_without_scripts_an_offer_is_posted_just_the_same(
    chromium: Browser, live_server: LiveServer, olga: Person
) -> None:
    window = Window(chromium, live_server.url, java_script_enabled=False)
    window.sign_in(olga)
    page = window.page
    page.goto("/offers/new/")
    page.get_by_label("Resource", exact=True).select_option("swab")
    page.get_by_label("Quantity", exact=True).fill("300")
    page.get_by_role("button", name="Post the offer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Specimen swab")
    page.goto("/offers/")
    page.get_by_label("State").select_option("OR")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("link", name="Specimen swab")).to_be_visible()
    window.context.close()
    assert window.faults == []


def test_filters_and_views_change_the_list_in_place_and_the_address(window: Window, offer: Offer, olga: Person) -> None:
    OfferFactory(title="Swabs in Maine", state="ME")
    window.sign_in(olga)
    page = window.page
    page.goto("/offers/")
    page.evaluate("window.stays = true")
    page.get_by_label("State").select_option("ME")
    expect(page.locator(".cards strong")).to_have_text(["Swabs in Maine"])
    assert "state=ME" in page.url
    page.get_by_role("link", name="Ours").click()
    expect(page.get_by_text("Nothing fits these filters")).to_be_visible()
    page.get_by_role("link", name="Clear", exact=True).click()
    expect(page.locator(".cards strong")).to_have_text(["N95, small"])
    assert page.evaluate("window.stays"), "the page itself stays"
    page.go_back()
    expect(page.get_by_label("State")).to_have_value("ME")


def test_a_withdrawal_is_undone_from_its_message(window: Window, offer: Offer, olga: Person) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto(f"/offers/{offer.pk}/")
    page.get_by_text("Withdraw this offer").click()
    page.get_by_label("Why").fill("Given to a clinic next door")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Given to a clinic next door")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The offer is open again.")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_be_visible()


def test_two_editors_lose_nothing(window: Window, offer: Offer, olga: Person) -> None:
    window.sign_in(olga)
    page = window.page
    page.goto(f"/offers/{offer.pk}/edit/")
    edit_offer(offer, actor=olga, version=1, quantity=8000, title="N95, medium")
    page.get_by_label("What exactly").fill("N95, large")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Title N95, medium N95, large")).to_be_visible()
    expect(page.get_by_label("Quantity", exact=True)).to_have_value("8000")
    no_barrier(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("N95, large")
    expect(page.locator(".facts")).to_contain_text("8,000")
    assert [fault for fault in window.faults if "409" not in fault] == []
    window.faults.clear()  # the browser itself notes an answer of 409 as an error
