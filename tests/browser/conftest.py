"""A real browser that finds fault with console errors and with every request that leaves the site."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from members.models import Person
from tests.signing_in import sign_in

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for each file of tests. Playwright runs a loop, which Django would otherwise take for async code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Window:
    """A tab that fails the test on any console error and on any request that leaves the site."""

    def __init__(self, browser: Browser, base: str, **options: object) -> None:
        self.base = base
        self.context = browser.new_context(base_url=base, **options)  # type: ignore[arg-type]  # options of playwright
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda seen: None if seen.url.startswith(base) else self.faults.append(seen.url))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def sign_in(self, person: Person) -> None:
        client = Client()
        sign_in(client, person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.base}])


@pytest.fixture
def window(chromium: Browser, live_server: LiveServer) -> Iterator[Window]:
    made = Window(chromium, live_server.url, viewport={"width": 1440, "height": 900})
    yield made
    made.context.close()
    assert made.faults == []
