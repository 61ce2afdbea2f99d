"""The admins' desk in a real browser: every page fits and is accessible, and its acts work."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members import auditing
from members.models import Organization, Person
from members.signing import accept_charter
from members.standing import suspend
from projects.models import Workgroup
from projects.workgroups import join_workgroup
from tests.browser.conftest import Window
from tests.browser.looks import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    *("/desk/", "/desk/members/", "/desk/members/lakeview-health/", "/desk/roles/"),
    *("/desk/workgroups/", "/desk/workgroups/testing/", "/desk/audit/", "/desk/audit/?actor=nobody"),
)


@pytest.fixture(autouse=True)
def _history(lakeview: Organization, cascade: Organization, rita: Person, cora: Person, ada: Person) -> None:
    accept_charter(lakeview, actor=rita, authority="Chief medical officer")
    suspend(cascade, actor=ada, reason="Talks")
    join_workgroup(Workgroup.objects.get(slug="testing"), person=rita)
    auditing.check()


def test_the_pages_are_accessible_and_fit(chromium: Browser, live_server: LiveServer, ada: Person) -> None:
    look_at(chromium, live_server.url, ada, PAGES)


def test_an_admin_suspends_a_member_and_reads_of_it_in_the_trail(window: Window, ada: Person) -> None:
    page = window.page
    window.sign_in(ada)
    page.goto("/desk/members/")
    page.get_by_label("Choose Lakeview Health").check()
    page.get_by_label("Reason, for suspending").fill("Talks are under way.")
    page.get_by_role("button", name="Suspend", exact=True).click()
    expect(page.get_by_text("1 organization: suspended.")).to_be_visible()
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Audit trail").click()
    first = page.locator(".trail > li").first
    expect(first).to_contain_text("Lakeview Health was suspended")
    expect(first).to_contain_text("suspended")
    expect(first.locator("del")).to_contain_text("admitted")


def test_a_role_is_ended_and_given_back_by_undo(window: Window, ada: Person, cora: Person) -> None:
    page = window.page
    window.sign_in(ada)
    page.goto("/desk/roles/")
    page.get_by_role("button", name="End of Cora as coordinator").click()
    expect(page.get_by_text("Cora holds the role no longer.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Cora holds the role again.")).to_be_visible()
