"""A new charter in a real browser: published, overdue, read, accepted, and all works again."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.models import Acceptance, CharterVersion, Organization, Person
from members.signing import accept_charter
from tests.browser.conftest import Window
from tests.browser.looks import look_at, no_barrier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenAs = Callable[[Person], Page]


@pytest.fixture
def open_as(chromium: Browser, live_server: LiveServer) -> Iterator[OpenAs]:
    """Opens a window in which somebody is signed in; at the end none may have seen a fault but the refusals."""
    windows: list[Window] = []

    def opened(person: Person) -> Page:
        window = Window(chromium, live_server.url, viewport={"width": 1440, "height": 900})
        window.sign_in(person)
        windows.append(window)
        return window.page

    yield opened
    for window in windows:
        window.context.close()
    faults = [fault for window in windows for fault in window.faults]
    refusals = ("status of 403", "status of 422")  # which the browser reports
    assert [fault for fault in faults if not any(refusal in fault for refusal in refusals)] == []


def look(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{path} answered {answer.status}"
    no_barrier(page)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()
    no_barrier(page)


def test_a_new_version_is_published_missed_read_and_accepted(
    open_as: OpenAs, ada: Person, rita: Person, carl: Person, lakeview: Organization
) -> None:
    accept_charter(lakeview, actor=rita, authority="Chief executive")
    admin = open_as(ada)
    _write_and_publish(admin)
    assert CharterVersion.objects.in_force().get().number == 2

    # The grace period goes by.
    Organization.objects.filter(pk=lakeview.pk).update(must_accept_by=clock.now() - timedelta(minutes=1))
    contributor = open_as(carl)
    look(contributor, "/offers/")
    banner = contributor.get_by_role("complementary", name="The charter")
    expect(banner).to_contain_text("Lakeview Health cannot post, answer or record deliveries now")
    contributor.goto("/offers/new/")
    expect(contributor.locator("main")).to_contain_text("Its representatives: Rita.")
    no_barrier(contributor)

    _read_and_accept(open_as(rita))
    assert Acceptance.objects.filter(organization=lakeview, charter__number=2).exists()

    look(contributor, "/offers/new/")
    expect(contributor.get_by_role("complementary", name="The charter")).to_have_count(0)
    expect(contributor.locator("main h1")).to_be_visible()


def _write_and_publish(admin: Page) -> None:
    look(admin, "/desk/charter/")
    press(admin, "Begin a draft")
    admin.get_by_role("button", name="Move down principle 1", exact=True).click()
    expect(admin.locator("#id_p-1-title")).to_have_value("For the benefit of the country only")
    press(admin, "Add a principle")
    admin.locator("#id_p-5-title").fill("We look after data")
    admin.locator("#id_p-5-text").fill("What one member learns of another's patients stays with that member.")
    press(admin, "Save the draft")
    expect(admin.locator("main")).to_contain_text("We look after data")
    admin.get_by_role("link", name="See what changed").click()
    expect(admin.locator("ins", has_text="We look after data")).to_be_visible()
    no_barrier(admin)
    admin.get_by_role("link", name="Publish…").click()
    expect(admin.locator("main")).to_contain_text("1 organization is asked to accept it. 1 representative is told")
    press(admin, "Publish version 2 for good")
    expect(admin.locator("main")).to_contain_text("Tick this box if it shall come into force.")
    admin.get_by_label("I have read the draft").check()
    press(admin, "Publish version 2 for good")
    expect(admin.locator("main")).to_contain_text("version 2 is in force")


def _read_and_accept(representative: Page) -> None:
    look(representative, "/")
    representative.get_by_role("complementary", name="The charter").get_by_role("link", name="Read and accept").click()
    representative.get_by_role("link", name="See what changed").click()
    expect(representative.locator("main")).to_contain_text("From version 1 to version 2")
    no_barrier(representative)
    representative.go_back()
    representative.get_by_label("What entitles you to sign").fill("Chief executive")
    representative.get_by_label("I have read the charter").check()
    press(representative, "Accept the charter")
    expect(representative.locator("h1")).to_have_text("Receipt of an acceptance of the charter")
    expect(representative.locator("main")).to_contain_text("Charter of the coalition, version 2")


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, open_as: OpenAs, ada: Person, dora: Person
) -> None:
    admin = open_as(ada)
    look(admin, "/desk/charter/")
    press(admin, "Begin a draft")
    desk = ["/desk/charter/", "/desk/charter/2/", "/desk/charter/2/edit/", "/desk/charter/2/publish/"]
    look_at(chromium, live_server.url, ada, desk)
    look_at(chromium, live_server.url, dora, ["/offers/", "/charter/", "/apply/agreement/"])
