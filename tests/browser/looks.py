"""A page looked at in all its forms: on a wide screen and on a phone, in light and in dark."""

from collections.abc import Iterable
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from members.models import Person
from tests.browser.conftest import Window

WIDE, PHONE, NARROWEST = 1440, 390, 320
Scheme = Literal["light", "dark"]
# Between two schemes only colours differ, so the second one on a wide screen asks for these alone.
# Without fetching the style sheets again, which no rule that is asked for reads.
EVERYTHING: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
COLOURS = {**EVERYTHING, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
AXE = Axe().axe_script
VIOLATIONS = "asking => axe.run(asking).then(found => found.violations)"


def no_barrier(page: Page, *, asking: dict[str, object] = EVERYTHING) -> None:
    """Axe finds nothing. The page is given axe once, and hands back violations alone, which takes two thirds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(VIOLATIONS, asking)
    assert [(page.url, each["id"], each["nodes"][0]["html"]) for each in found] == []


def fits(page: Page, width: int) -> None:
    """Nothing hangs over the edge of a screen of this width, in pixels."""
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def in_all_forms(page: Page) -> None:
    """The page that is open has no barrier and fits, in light and dark, down to the narrowest screen."""
    _show(page, "light")
    fits(page, WIDE)
    no_barrier(page)
    _show(page, "dark")
    no_barrier(page, asking=COLOURS)
    fits(page, PHONE)
    no_barrier(page)
    fits(page, NARROWEST)


def look_at(chromium: Browser, base: str, person: Person | None, addresses: Iterable[str]) -> None:
    """Open each address, signed in as the person, and look at it in all its forms; no console error on the way."""
    window = Window(chromium, base, viewport={"width": WIDE, "height": 900}, reduced_motion="reduce")
    if person is not None:
        window.sign_in(person)
    for address in addresses:
        answer = window.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address} answered {answer.status}"
        in_all_forms(window.page)
    window.context.close()
    assert window.faults == []


def _show(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
