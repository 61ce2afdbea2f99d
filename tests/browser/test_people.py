"""The people of an organization in a real browser: invited, taken in, handed over."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members.inviting import Guest, invite
from members.joining import ask_to_join
from members.models import Invitation, Organization, OutgoingMail, Person, Role
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.conftest import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JANE = "jane@lakeviewhealth.org"
PASSWORD = "a long way to the lake"


def letter_to(address: str, kind: str) -> OutgoingMail:
    return OutgoingMail.objects.filter(recipient=address, kind=kind).latest("pk")


def test_an_invitation_leads_from_the_page_by_the_letter_into_the_organization(
    chromium: Browser, live_server: LiveServer, window: Window, rita: Person, lakeview: Organization
) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/people/")
    page.get_by_role("link", name="Invite people").click()
    page.get_by_label("People to invite").fill(f"Jane Roe <{JANE}>, contributor")
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Send 1 invitation").click()
    expect(page.get_by_text("1 invitation is on its way.")).to_be_visible()

    token = letter_to(JANE, "invitation").text.partition("/invitations/")[2].partition("/")[0]
    guest = Window(chromium, live_server.url, viewport={"width": 390, "height": 844})
    guest.page.goto(f"/invitations/{token}/")
    guest.page.get_by_role("link", name="Sign up").last.click()
    expect(guest.page.get_by_label("Email")).to_have_value(JANE)
    guest.page.get_by_label("Your name").fill("Jane Roe")
    guest.page.get_by_label("Password").fill(PASSWORD)
    guest.page.get_by_role("button", name="Sign up").click()
    code_field = guest.page.locator("[name=code]")
    expect(code_field).to_be_visible()
    code = re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{4})\s*$", letter_to(JANE, "account").text, re.MULTILINE)
    assert code
    code_field.fill(code.group(1))
    code_field.press("Enter")
    guest.page.get_by_role("button", name="Accept and join").click()
    expect(guest.page.get_by_text("Welcome: you belong to Lakeview Health now, as a contributor.")).to_be_visible()
    assert guest.faults == []
    guest.context.close()

    page.goto("/people/")
    expect(page.get_by_role("rowheader", name="Jane Roe")).to_be_visible()


def test_a_table_of_thirty_with_three_bad_rows_sends_what_is_good(window: Window, rita: Person) -> None:
    rows = [f"Person {n},p{n}@lakeviewhealth.org,reader" for n in range(27)]
    table = "\r\n".join(
        ["name,email,role", *rows, "Nobody,,reader", "Boss,boss@b.org,boss", "Again,p1@lakeviewhealth.org,reader"]
    )
    window.sign_in(rita)
    page = window.page
    page.goto("/people/invite/")
    page.get_by_label("Or a CSV file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="3 lines have to be mended")).to_be_visible()
    expect(page.get_by_role("heading", name="27 people can be invited")).to_be_visible()
    page.get_by_role("button", name="Send 27 invitations").click()
    expect(page.get_by_text("27 invitations are on their way.")).to_be_visible()
    assert len(page.get_by_label("People to invite").input_value().splitlines()) == 3
    assert Invitation.objects.count() == 27
    # The browser itself notes an answer of 422 as an error; there is no other.
    assert [fault for fault in window.faults if "422" not in fault] == []
    window.faults.clear()


def test_the_last_representative_hands_over(window: Window, rita: Person, carl: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/people/")
    page.get_by_role("link", name="Hand over or leave").click()
    page.get_by_label("Who represents the organization from now on").select_option(label="Carl")
    page.get_by_label("stay as a reader").check()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("You are a reader of Lakeview Health now.")).to_be_visible()
    assert carl.memberships.get().role == Role.REPRESENTATIVE


def test_a_removal_is_undone_from_the_message(window: Window, rita: Person, carl: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto("/people/")
    page.get_by_role("button", name="Remove Carl").click()
    expect(page.get_by_text("Carl no longer belongs to your organization.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Carl belongs to your organization again.")).to_be_visible()


def test_the_pages_are_accessible_and_fit(
    chromium: Browser,
    live_server: LiveServer,
    rita: Person,
    carl: Person,
    reed: Person,
    nora: Person,
    lakeview: Organization,
) -> None:
    mina = make_person("mina")
    EmailAddress.objects.create(user=mina, email="mina@lakeviewhealth.org", verified=True)
    asked = ask_to_join(lakeview, person=mina, words="I run supply, and would post what we lack.")
    invite(lakeview, guest=Guest(JANE, "contributor", "Jane Roe"), actor=rita)
    token = letter_to(JANE, "invitation").text.partition("/invitations/")[2].partition("/")[0]
    organization = ["/people/", "/people/invitations/", "/people/requests/", f"/people/requests/{asked.pk}/"]
    organization += ["/people/joining/", "/people/invite/", "/people/leave/"]
    account = ["/settings/profile/", "/settings/data/", "/settings/data/delete/", "/settings/rest/"]
    outside = ["/apply/find/", "/organizations/lakeview-health/join/", f"/invitations/{token}/"]
    for person, addresses in (
        (rita, organization + account),
        (nora, outside),
        (mina, outside[:2]),
        (None, outside[2:]),
    ):
        look_at(chromium, live_server.url, person, addresses)
