"""The board and the pages of matches in a real browser: keys, fragments, undo, without scripts, on small screens."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.models import Organization, Person
from resources.lifecycle import propose_match, record_agreement, record_shipment
from resources.matching.candidates import candidates_for
from resources.models import Match, MatchStatus, Request, ResourceType, Severity
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
def need(ventilator: ResourceType, lakeview: Organization, cascade: Organization) -> Request:
    """Lakeview's case, the most urgent of three, with two offers that fit it."""
    OfferFactory(organization=cascade, resource_type=ventilator, quantity=20)
    OfferFactory(
        resource_type=ventilator, quantity=15, terms="loan", return_on=clock.today() + timedelta(days=90), latitude=30
    )
    for title in ("Gowns", "Gloves"):
        RequestFactory(title=title, severity=Severity.LOW)
    return RequestFactory(
        organization=lakeview,
        resource_type=ventilator,
        quantity=40,
        severity=Severity.CRITICAL,
        title="Adult ventilators",
    )


@pytest.fixture
def match(need: Request, cora: Person, olga: Person, rita: Person) -> Match:
    """On its way, with the agreement of one side on record."""
    candidates = candidates_for(need)
    offer = candidates[0].offer
    considered = [candidate.as_record() for candidate in candidates]
    made = propose_match(offer, need, actor=cora, quantity=12, considered=considered)
    record_agreement(made, actor=olga, organization=made.giver, **agreed_words())
    return record_shipment(made, actor=olga, carrier="Keystone")


@pytest.fixture
def kim(db: None) -> Person:
    """A second coordinator."""
    return make_person("kim", is_coordinator=True)


def test_a_coordinator_works_by_keys_alone(window: Window, need: Request, cora: Person) -> None:
    window.sign_in(cora)
    page = window.page
    page.goto("/board/")
    heading = page.locator("#detail h2")
    expect(heading).to_have_text("Adult ventilators")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Gowns")
    expect(page.locator("#queue [aria-current]")).to_contain_text("Gowns")
    assert "request=" in page.url
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Adult ventilators")

    page.keyboard.press("1")
    page.keyboard.type("999")
    page.keyboard.press("Enter")
    quantity = page.locator("[data-slot] input[name=quantity]").first
    expect(page.locator(".err")).to_have_text("This offer has only 20 left.")
    expect(quantity).to_be_focused()
    expect(quantity).to_have_value("999")

    quantity.fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text(
        "Proposed 12 units from Cascade Biomedical Reserve to Lakeview Health."
    )
    expect(page.locator("#detail .facts")).to_contain_text("28")
    expect(page.locator("#queue [aria-current]")).to_contain_text("12 of 40")
    assert Match.objects.get().quantity == 12

    page.keyboard.press("u")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")
    expect(page.locator("#detail .facts")).to_contain_text("40")
    assert Match.objects.get().status == MatchStatus.UNDONE


def test_two_coordinators_on_one_case(
    chromium: Browser, live_server: LiveServer, need: Request, cora: Person, kim: Person
) -> None:
    first, second = Window(chromium, live_server.url), Window(chromium, live_server.url)
    for window, person in ((first, cora), (second, kim)):
        window.sign_in(person)
        window.page.goto("/board/")
    one, other = first.page, second.page

    one.get_by_role("button", name="I am on it").click()
    expect(one.locator("#detail .work")).to_contain_text("You are on it")
    expect(one.locator("#queue [aria-current]")).to_contain_text("You are on it")
    expect(one.locator("#views")).to_contain_text("Mine 1")

    other.evaluate("window.dispatchEvent(new Event('focus'))")  # as one comes back to the page
    expect(other.locator("#news")).to_contain_text("1 has changed.")
    expect(other.locator("#queue")).not_to_contain_text("Cora is on it")  # the list does not move by itself
    other.get_by_role("link", name="Show them").click()
    expect(other.locator("#queue")).to_contain_text("Cora is on it")
    expect(other.locator("#news")).to_be_empty()

    other.get_by_role("button", name="I am on it").click()  # which was shown before Cora pressed it
    expect(other.locator("#detail .errs")).to_contain_text("Cora is on it. Say in a word why")
    other.locator("#detail").get_by_text("Leave a note").first.click()
    other.get_by_label("Note", exact=True).fill("The dock closes at five.")
    other.locator("#detail").get_by_role("button", name="Leave a note").click()
    expect(other.locator("#detail .said")).to_contain_text("The dock closes at five.")

    one.reload()
    expect(one.locator("#detail .said")).to_contain_text("Kim")
    one.locator("#detail summary", has_text="Hand it over").click()
    one.get_by_label("To", exact=True).select_option("Kim")
    one.get_by_label("What they need to know").fill("I leave at noon.")
    one.get_by_role("button", name="Hand it over").click()
    expect(one.locator("#detail .work")).to_contain_text("Kim is on it")
    for window in (first, second):
        window.context.close()
        assert window.faults == []


def test_the_queue_narrows_while_one_types_and_back_leads_back(window: Window, need: Request, cora: Person) -> None:
    window.sign_in(cora)
    page = window.page
    page.goto("/board/")
    page.get_by_label("Filter requests").fill("gowns")
    expect(page.locator("#queue .card")).to_have_count(1)
    expect(page.locator("#views")).to_contain_text("All open 1")
    assert "q=gowns" in page.url
    page.locator("#queue .card").click()
    expect(page.locator("#detail h2")).to_have_text("Gowns")
    for address, words in (("**/board/?q=gowns*", "gowns"), ("**/board/", "")):
        page.evaluate("window.before = true")
        with page.expect_event("load"):  # it is loaded anew, so that it shows things as they stand
            page.evaluate("history.back()")
        page.wait_for_url(address)
        assert page.evaluate("window.before") is None
        expect(page.get_by_label("Filter requests")).to_have_value(words)
    expect(page.locator("#queue .card")).to_have_count(3)


def test_keys_rest_when_the_person_switched_them_off(window: Window, need: Request, cora: Person) -> None:
    cora.keyboard_shortcuts = False
    cora.save()
    window.sign_in(cora)
    window.page.goto("/board/")
    window.page.keyboard.press("1")
    assert window.page.evaluate("document.activeElement === document.body")
    expect(window.page.locator(".keys")).to_have_count(0)


def test_everything_works_without_scripts(
    chromium: Browser, live_server: LiveServer, need: Request, cora: Person
) -> None:
    window = Window(chromium, live_server.url, java_script_enabled=False)
    window.sign_in(cora)
    page = window.page
    page.goto("/board/?view=critical")
    quantity = page.locator("input[name=quantity]").first
    quantity.fill("999")
    page.get_by_role("button", name="Propose").first.click()
    expect(page.locator(".err")).to_have_text("This offer has only 20 left.")
    expect(quantity).to_have_value("999")
    quantity.fill("12")
    page.get_by_role("button", name="Propose").first.click()
    assert page.url.endswith(f"/board/?view=critical&request={need.pk}")
    assert counters(Match.objects.get()) == (12, 12)
    page.get_by_role("button", name="Undo").click()
    assert counters(Match.objects.get()) == (0, 0)
    page.get_by_label("Filter requests").fill("gowns")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#queue .card")).to_have_count(0)  # none of the critical ones
    window.context.close()


def test_on_a_small_screen_the_case_comes_into_view(
    chromium: Browser, live_server: LiveServer, need: Request, cora: Person
) -> None:
    window = Window(chromium, live_server.url, viewport={"width": 390, "height": 844})
    window.sign_in(cora)
    page = window.page
    page.goto("/board/")
    page.get_by_role("link", name="Gowns").click()
    expect(page.locator("#detail h2")).to_have_text("Gowns")
    expect(page.locator("#detail")).to_be_focused()
    expect(page.locator("#detail h2")).to_be_in_viewport()
    window.context.close()
    assert window.faults == []


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, match: Match, cora: Person, rita: Person
) -> None:
    own = match.get_absolute_url()
    seen = {
        cora: ["/board/", "/board/?q=zzz", "/matches/", own],
        rita: ["/matches/", own, f"{own}receive/", f"{own}agree/"],
    }
    for person, addresses in seen.items():
        look_at(chromium, live_server.url, person, addresses)
