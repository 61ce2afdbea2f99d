"""The frame of every page in a real browser: keys, palette, menu, toasts, focus, width, contrast."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from members.models import Person
from tests.browser.conftest import Window
from tests.browser.looks import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def focused(page: Page) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def test_the_palette_opens_by_key_searches_and_is_walked_by_arrows(window: Window, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/")
    page.keyboard.press("Control+k")
    assert focused(page) == "palette-q"
    page.keyboard.type("lakeview")
    expect(page.locator("#palette-found a").first).to_contain_text("Lakeview")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/**")


def test_slash_leads_to_the_search_and_escape_closes_the_menu(window: Window, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/")
    page.keyboard.press("/")
    assert focused(page) == "find"
    page.locator(".me summary").click()
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()


def test_keys_rest_when_the_person_switched_them_off(window: Window, rita: Person) -> None:
    rita.keyboard_shortcuts = False
    rita.save()
    window.sign_in(rita)
    window.page.goto("/")
    window.page.keyboard.press("/")
    assert focused(window.page) == ""


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(window: Window) -> None:
    page = window.page
    page.goto("/accounts/signup/")
    page.get_by_role("button", name="Sign up").click()
    assert page.evaluate("document.activeElement.matches('.errors')")
    page.get_by_role("link", name="Password").click()
    assert focused(page) == "id_password1"


def test_a_toast_stays_until_it_is_put_away(window: Window, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.get_by_role("button", name="Put this message away").click()
    expect(page.get_by_text("You are signed out.")).to_have_count(0)


def test_without_scripts_a_message_stands_above_the_page(
    chromium: Browser, live_server: LiveServer, rita: Person
) -> None:
    window = Window(chromium, live_server.url, java_script_enabled=False)
    window.sign_in(rita)
    page = window.page
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    toast = page.get_by_text("You are signed out.").bounding_box()
    title = page.get_by_role("heading", level=1).bounding_box()
    assert toast is not None
    assert title is not None
    assert toast["y"] + toast["height"] <= title["y"]
    window.context.close()


def test_the_pages_for_visitors_are_accessible_and_fit(chromium: Browser, live_server: LiveServer) -> None:
    look_at(chromium, live_server.url, None, ("/", "/signatories/", "/help/", "/accounts/login/", "/accounts/signup/"))
