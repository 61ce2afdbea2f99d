"""The whole way, in real browsers over the real portal: from a visitor's application to the digest that reports it."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coalition.sample.cast import PASSWORD
from tests.browser.conftest import Window
from tests.browser.looks import no_barrier
from tests.browser.portal import Portal, running

pytestmark = pytest.mark.browser

DANA = "dana@newbridge.example"
PLAN = "Dialysis without interruption"
RESOURCE = "Hemodialysis or CRRT machine"
OFFER = "Six dialysis machines from our reserve"
REQUEST = "Dialysis machines for the new unit"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(tmp_path_factory.mktemp("portal")) as started:
        yield started


@pytest.fixture
def open_window(chromium: Browser, portal: Portal) -> Iterator[Callable[[], Page]]:
    """Opens the window of one more person; at the end none of them may have seen a fault."""
    windows: list[Window] = []

    def opened() -> Page:
        windows.append(Window(chromium, portal.address, viewport={"width": 1440, "height": 900}))
        return windows[-1].page

    yield opened
    for window in windows:
        window.context.close()
    assert [fault for window in windows for fault in window.faults] == []


def press(page: Page, name: str) -> None:
    """Press the button in the middle of the page, and look at what comes with axe."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    no_barrier(page)


def go(page: Page, path: str) -> None:
    """Open a page, and look at it with axe."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{path} answered {answer.status}"
    no_barrier(page)


def sign_in(page: Page, email: str) -> None:
    go(page, "/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    press(page, "Sign in")


def mail_to(page: Page, address: str, *, saying: str, patience: float = 90) -> str:
    """The text and headers of the newest mail of the catcher to this address that holds these words."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        page.goto(f"/mail/?to={address}")
        paths = page.locator("main ol.cards a").evaluate_all("links => links.map(link => link.pathname)")
        for path in paths:
            page.goto(path)
            text = page.locator("main").inner_text()
            if saying in text:
                return text
        page.wait_for_timeout(500)
    raise AssertionError(f"No mail to {address} says “{saying}”.")


def apply_and_get_in(page: Page) -> None:
    go(page, "/")
    page.get_by_role("link", name="Apply").first.click()
    go(page, "/accounts/signup/")
    page.fill("[name=email]", DANA)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=name]", "Dana Reyes")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()
    code_page = page.url
    letter = mail_to(page, DANA, saying="Enter this code")
    code = re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{4})\s*$", letter, re.MULTILINE)
    assert code, letter
    go(page, code_page)
    page.fill("[name=code]", code.group(1))
    page.locator("main form").first.get_by_role("button").first.click()
    page.wait_for_url("**/apply/**")


def describe_and_sign(page: Page) -> None:
    go(page, "/apply/organization/")
    page.fill("[name=name]", "Newbridge Kidney Center")
    page.select_option("[name=kind]", "hospital")
    page.fill("[name=city]", "Toledo")
    page.select_option("[name=state]", "OH")
    page.fill("[name=domain]", "newbridge.example")
    page.fill("[name=needs]", "Dialysis machines")
    press(page, "Save and go on")
    go(page, "/apply/contacts/")
    page.fill("[name=function]", "Chief executive")
    press(page, "Save and go on")
    go(page, "/apply/agreement/")
    page.fill("[name=authority]", "Chief executive")
    page.check("[name=agreed]")
    press(page, "Accept the charter")
    go(page, "/apply/answers/")
    press(page, "Send the application")
    go(page, "/")
    assert "Newbridge Kidney Center" in page.locator("main").inner_text()


def post_plan_and_request(page: Page) -> None:
    go(page, "/projects/new/")
    page.fill("[name=title]", PLAN)
    page.fill("[name=purpose]", "No patient misses a treatment while the wards are full.")
    press(page, "Post the plan")
    go(page, "/requests/new/")
    choose_type(page)
    page.fill("[name=title]", REQUEST)
    page.fill("[name=quantity]", "6")
    page.check("[name=severity][value=critical]")
    page.fill("[name=needed_by]", time.strftime("%Y-%m-%d", time.gmtime(time.time() + 20 * 86_400)))
    press(page, "Post the request")
    assert REQUEST in page.locator("main").inner_text()


def choose_type(page: Page) -> None:
    field = page.locator("[name=resource_type]")
    field.select_option(field.locator("option", has_text=RESOURCE).get_attribute("value"), force=True)


def post_offer(page: Page) -> None:
    sign_in(page, "olga@cascadebiomedical.example")
    go(page, "/offers/new/")
    choose_type(page)
    page.fill("[name=title]", OFFER)
    page.fill("[name=quantity]", "6")
    press(page, "Post the offer")
    assert OFFER in page.locator("main").inner_text()


def match_on_the_board(page: Page) -> str:
    """Propose all six machines; gives the path of the match."""
    sign_in(page, "cora@coalition.example")
    go(page, "/board/?q=dialysis")
    with page.expect_response(re.compile(r"/board/.*request=")):
        page.locator("#queue a.card").filter(has_text=REQUEST).click()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    offer = page.locator("#detail li").filter(has_text=OFFER).locator("form.prop")
    offer.locator("[name=quantity]").fill("6")
    offer.get_by_role("button").click()
    page.locator(".toast").first.wait_for()
    no_barrier(page)
    go(page, "/matches/")
    page.locator("main a.card").filter(has_text=REQUEST).first.click()
    page.wait_for_url(re.compile(r"/matches/\d+/"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def agree(page: Page, match: str, *, with_whom: str) -> None:
    go(page, match)
    page.get_by_role("link", name=re.compile("Record the agreement|Confirm the agreement")).first.click()
    no_barrier(page)
    page.fill("[name=spoke_with]", with_whom)
    page.fill("[name=terms]", "Six machines as a gift, delivered to the dock.")
    page.locator("main form[method=post] .form-end button").first.click()
    page.wait_for_url(f"**{match}")


def deliver(giver: Page, receiver: Page, match: str) -> None:
    go(giver, f"{match}ship/")
    giver.fill("[name=carrier]", "Keystone Logistics")
    giver.locator("main form[method=post] .form-end button").first.click()
    giver.wait_for_url(f"**{match}")
    go(receiver, f"{match}receive/")
    receiver.fill("[name=quantity]", "6")
    receiver.locator("main form[method=post] .form-end button").first.click()
    receiver.wait_for_url(f"**{match}")
    assert "Received" in receiver.locator("main").inner_text()


def let_the_digest_fall_due(portal: Portal) -> None:
    """Dana joined yesterday, as it were, and her digest hour has just come."""
    portal.sql(
        "UPDATE members_person SET date_joined = now() - interval '2 days', digest_hour = 0, time_zone = 'UTC' "
        "WHERE email = %s",
        DANA,
    )


def test_the_whole_way_from_the_application_to_the_digest(
    portal: Portal, open_window: Callable[[], Page], tmp_path: Path
) -> None:
    dana, olga, cora = open_window(), open_window(), open_window()
    apply_and_get_in(dana)
    describe_and_sign(dana)
    post_plan_and_request(dana)
    post_offer(olga)
    match = match_on_the_board(cora)
    agree(olga, match, with_whom="Dana Reyes")
    agree(dana, match, with_whom="Olga Brandt")
    deliver(olga, dana, match)
    let_the_digest_fall_due(portal)
    digest = mail_to(dana, DANA, saying="<digest.")
    for named in ("Newbridge Kidney Center", PLAN, REQUEST, OFFER, "agree", "received"):
        assert named in digest, digest
