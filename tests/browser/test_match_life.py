"""The life of a match in a real browser: other terms, a loan that comes back, a dispute; and its pages in all forms."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.models import Organization, Person
from resources.lifecycle import propose_match, raise_dispute, record_agreement, record_receipt
from resources.models import Match, MatchStatus, Offer, Request, ResourceType
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.conftest import make_person
from tests.factories import OfferFactory, RequestFactory, ResourceTypeFactory
from tests.resources.lifecycle.words import agreed_words, counters

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ventilator(db: None) -> ResourceType:
    return ResourceTypeFactory(slug="ventilator", label="Ventilator")


@pytest.fixture
def offer(ventilator: ResourceType, cascade: Organization, olga: Person) -> Offer:
    """Twenty of Cascade's, to be returned in two months."""
    return OfferFactory(
        organization=cascade,
        resource_type=ventilator,
        quantity=20,
        terms="loan",
        return_on=clock.today() + timedelta(days=60),
    )


@pytest.fixture
def need(ventilator: ResourceType, lakeview: Organization, rita: Person) -> Request:
    return RequestFactory(organization=lakeview, resource_type=ventilator, quantity=40, title="For the new ward")


@pytest.fixture
def kim(db: None) -> Person:
    """A coordinator with no part in anything."""
    return make_person("kim", is_coordinator=True)


def act(page: Page, button: str, *, send: str = "", **typed: str) -> None:
    """Follow the button of the match's page, fill in the form there, and send it."""
    page.locator("main .acts").get_by_role("link", name=button, exact=True).click()
    for name, words in typed.items():
        page.locator(f"main [name={name}]").fill(words)
    page.locator("main").get_by_role("button", name=send or button, exact=True).click()
    expect(page.locator("#toasts")).to_be_visible()


def ask_for(offer: Offer, window: Window) -> None:
    """Ask for more than there is, and then for twelve."""
    page = window.page
    page.goto(f"/offers/{offer.pk}/")
    page.get_by_role("link", name="We need this").click()
    page.get_by_label("How many").fill("500")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("This offer has only 20 left.").first).to_be_visible()
    window.faults.clear()  # the browser notes the refusal of a whole page
    page.get_by_label("How many").fill("12")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For the new ward, 12 units")


def test_asked_for_answered_with_other_terms_lent_and_brought_back(
    chromium: Browser, live_server: LiveServer, offer: Offer, need: Request, rita: Person, olga: Person
) -> None:
    windows = [Window(chromium, live_server.url, viewport={"width": 1440, "height": 900}) for _each in range(2)]
    asks, gives = windows
    asks.sign_in(rita)
    gives.sign_in(olga)
    receiver, giver = asks.page, gives.page

    ask_for(offer, asks)
    giver.goto(receiver.url)
    act(giver, "Other terms", send="Send these terms", quantity="8", note="The rest is promised.")
    expect(giver.get_by_text("Lakeview Health is asked to answer")).to_be_visible()
    receiver.reload()
    act(receiver, "Accept", note="Gladly.")
    act(receiver, "Record the agreement", spoke_with="Olga, dispatch", terms="Eight by Friday.")
    receiver.get_by_role("link", name="Record the receipt").click()
    expect(receiver.get_by_label("How many arrived")).to_have_value("8")
    receiver.get_by_role("button", name="Record the receipt").click()
    expect(receiver.get_by_text("Lakeview Health is asked to bring the loan back")).to_be_visible()

    giver.reload()
    act(giver, "Record the return", quantity="8")
    receiver.reload()
    act(receiver, "Confirm and close")
    match = Match.objects.get()
    assert (match.status, counters(match)) == (MatchStatus.CLOSED, (0, 8))
    expect(receiver.get_by_text("Outcome: Delivered in full, all came back")).to_be_visible()
    for window in windows:
        window.context.close()
        assert window.faults == []


def test_what_is_disputed_is_settled_and_every_page_can_be_used(
    chromium: Browser,
    live_server: LiveServer,
    need: Request,
    ventilator: ResourceType,
    cora: Person,
    kim: Person,
    cascade: Organization,
    olga: Person,
    rita: Person,
    window: Window,
) -> None:
    gift = OfferFactory(organization=cascade, resource_type=ventilator, quantity=20)
    match = propose_match(gift, need, actor=cora, quantity=12)
    here = match.get_absolute_url()
    look_at(chromium, live_server.url, olga, [here, f"{here}counter/", f"/requests/{need.pk}/offer/"])
    record_agreement(match, actor=olga, organization=cascade, **agreed_words())
    record_receipt(match, actor=rita, quantity=9)
    raise_dispute(match, actor=olga, organization=cascade, text="We sent all twelve.")
    look_at(chromium, live_server.url, kim, [here, f"{here}settle/"])

    window.sign_in(kim)
    window.page.goto(here)
    window.page.locator("main .acts").get_by_role("link", name="Settle the dispute").click()
    window.page.get_by_label("The number received is put right").check()
    window.page.get_by_label("How many arrived").fill("12")
    window.page.get_by_label("In words").fill("Three were found on the dock.")
    window.page.get_by_role("button", name="Settle it").click()
    expect(window.page.get_by_text("The number received is put right, Kim")).to_be_visible()
    assert counters(match) == (12, 12)
