"""Signing in with all that a browser can: an app's code, a passkey, a recovery code, a mailed code; and out again."""

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from members.models import OutgoingMail, Person
from tests.browser.conftest import Window
from tests.browser.looks import no_barrier
from tests.members.second_steps import PASSWORD, code_at, give_app, give_codes, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_window(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """Opens one more browser; at the end none of them may have seen a fault."""
    windows: list[Window] = []

    def opened(**options: object) -> Page:
        windows.append(Window(chromium, live_server.url, **{"viewport": {"width": 1440, "height": 900}, **options}))
        return windows[-1].page

    yield opened
    for window in windows:
        window.context.close()
    assert [fault for window in windows for fault in window.faults] == []


def go(page: Page, path: str) -> None:
    page.goto(path)
    no_barrier(page)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def by_password(page: Page, person: Person) -> None:
    go(page, "/accounts/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    press(page, "Sign in")


def is_in(page: Page) -> bool:
    page.goto("/settings/")
    return urlsplit(page.url).path == "/settings/"


def passkey_device(page: Page) -> str:
    """A device that holds passkeys and knows its owner, as Chromium plays it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return str(devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def test_an_app_is_set_up_then_asked_for_and_a_recovery_code_stands_in_once(
    open_window: Callable[[], Page], rita: Person
) -> None:
    give_password(rita)
    page = open_window()
    by_password(page, rita)
    go(page, "/settings/")
    page.get_by_role("link", name="Second step and passkeys").click()
    no_barrier(page)
    page.get_by_role("link", name="Set up an app").click()
    no_barrier(page)
    secret = page.locator("#secret").input_value()
    page.get_by_label("Six digits from the app").fill(code_at(secret, time.time()))
    press(page, "Turn it on")
    no_barrier(page)
    codes = page.locator(".recovery li").all_inner_texts()
    assert len(codes) == 10

    other = open_window()
    by_password(other, rita)
    no_barrier(other)
    assert "The second step" in other.locator("h1").inner_text()
    other.fill("[name=code]", code_at(secret, time.time() + 30))
    press(other, "Sign in")
    assert "This code is not right." in other.locator("main").inner_text()
    other.fill("[name=code]", codes[0])
    press(other, "Sign in")
    assert is_in(other)

    third = open_window()
    by_password(third, rita)
    third.fill("[name=code]", codes[0])
    press(third, "Sign in")
    assert "This code is not right." in third.locator("main").inner_text()
    assert not is_in(third)


def test_a_passkey_is_added_signs_in_alone_and_is_removed(open_window: Callable[[], Page], rita: Person) -> None:
    give_password(rita)
    page = open_window()
    passkey_device(page)
    by_password(page, rita)
    go(page, "/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Laptop")
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")
    go(page, "/accounts/2fa/webauthn/")
    assert "Laptop" in page.locator("main").inner_text()
    assert "Signs in alone" in page.locator("main").inner_text()

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/people/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/people/")

    page.context.clear_cookies()
    by_password(page, rita)  # after the password it serves as the second step
    press(page, "Use a passkey")
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))
    assert is_in(page)

    go(page, "/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove Laptop").click()
    no_barrier(page)
    press(page, "Remove")
    assert "You have no passkey" in page.locator("main").inner_text()


def test_a_passkey_that_nobody_gives_is_said_in_words(open_window: Callable[[], Page], rita: Person) -> None:
    page = open_window()
    passkey_device(page)
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.locator("main").get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="No passkey was given.").wait_for()


def test_a_coordinator_is_led_to_a_second_step_and_on_to_the_board(
    open_window: Callable[[], Page], cora: Person, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_STEP = True
    give_password(cora)
    page = open_window()
    passkey_device(page)
    by_password(page, cora)
    page.wait_for_url("**/accounts/2fa/")
    assert "signing in takes a second step" in page.locator("main").inner_text()
    page.get_by_role("link", name="Add a passkey").click()
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")
    go(page, "/board/")
    assert page.url.endswith("/board/")


def test_a_mailed_code_signs_in(open_window: Callable[[], Page], rita: Person) -> None:
    page = open_window()
    go(page, "/accounts/login/")
    page.get_by_role("link", name="Mail me a code instead").click()
    no_barrier(page)
    page.fill("[name=email]", rita.email)
    press(page, "Mail me a code")
    no_barrier(page)
    (code,) = re.findall(r"^    (\S+)$", OutgoingMail.objects.get().text, flags=re.MULTILINE)
    page.fill("[name=code]", code)
    press(page, "Confirm")
    assert is_in(page)


def test_one_signs_out_elsewhere_and_everywhere(open_window: Callable[[], Page], rita: Person) -> None:
    give_password(rita)
    first, second, third = open_window(), open_window(), open_window()
    for page in (first, second, third):
        by_password(page, rita)
    go(first, "/accounts/sessions/")
    assert first.get_by_text("Chrome on Linux", exact=True).count() == 3
    with first.expect_navigation():
        first.locator("main .cards li").nth(1).get_by_role("button").click()
    assert sorted(is_in(page) for page in (second, third)) == [False, True]
    go(first, "/accounts/sessions/")
    press(first, "Sign out everywhere else")
    assert [is_in(page) for page in (first, second, third)] == [True, False, False]


def test_what_was_typed_survives_the_question_whether_it_is_still_you(
    open_window: Callable[[], Page], rita: Person, settings: Settings
) -> None:
    give_password(rita)
    page = open_window()
    by_password(page, rita)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page.goto("/settings/tokens/")
    page.fill("main [name=name]", "Stock system")
    press(page, "Make the token")
    no_barrier(page)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    page.fill("[name=password]", PASSWORD)
    press(page, "Go on")
    assert "Stock system" in page.locator("main").inner_text()
    no_barrier(page)


def test_the_recovery_codes_of_an_account_with_an_app_are_made_anew(
    open_window: Callable[[], Page], rita: Person
) -> None:
    secret = give_app(rita)
    old = give_codes(rita)
    give_password(rita)
    page = open_window()
    by_password(page, rita)
    page.fill("[name=code]", code_at(secret, time.time()))
    press(page, "Sign in")
    go(page, "/accounts/2fa/")
    page.get_by_role("link", name="Make new codes").click()
    no_barrier(page)
    press(page, "Make new codes")
    new = page.locator(".recovery li").all_inner_texts()
    assert len(new) == 10
    assert set(new).isdisjoint(old)
