"""The application in a real browser: from nothing to admitted, and by way of the admins' desk."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from coalition.shared import clock
from members.admission import decline, send_application, start_application
from members.contacts import add_contact
from members.conversation import ask_back, say
from members.models import Application, Organization, Person
from members.signing import accept_charter
from tests.browser.conftest import Window
from tests.browser.looks import look_at, no_barrier
from tests.conftest import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CLICKS, MOST_FIELDS = 8, 9


class Hand:
    """Somebody at a page who counts what it takes; every page that comes is looked at with axe."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def go(self, path: str) -> None:
        self.page.goto(path)
        no_barrier(self.page)

    def click(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.locator("main").get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        no_barrier(self.page)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]")
            choose = field.evaluate("control => control.tagName") == "SELECT"
            field.select_option(value) if choose else field.fill(value)
            self.fields += 1

    def tick(self, name: str) -> None:
        self.clicks += 1
        self.page.check(f"[name={name}]")

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture
def hand_of(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[[Person], Hand]]:
    windows: list[Window] = []

    def opened(person: Person) -> Hand:
        window = Window(chromium, live_server.url, viewport={"width": 1440, "height": 900})
        window.sign_in(person)
        windows.append(window)
        return Hand(window.page)

    yield opened
    for window in windows:
        window.context.close()
    assert [fault for window in windows for fault in window.faults] == []


def somebody(name: str, domain: str) -> Person:
    """A person who proved an address at the domain, and has nothing else."""
    person = make_person(name)
    EmailAddress.objects.create(user=person, email=f"{name}@{domain}", verified=True)
    return person


def apply(hand: Hand, *, name: str, domain: str) -> None:
    """From the first page to what comes of it."""
    hand.go("/apply/")
    hand.click("link", "Describe your organization")
    hand.fill(name=name, kind="hospital", city="Toledo", state="OH", domain=domain, needs="Dialysis machines")
    hand.click("button", "Save and go on")
    if "Is it one of these?" in hand.text:
        hand.click("button", "Mine is another organization")
    hand.fill(function="Chief executive")
    hand.click("button", "Save and go on")
    hand.fill(authority="Chief executive")
    hand.tick("agreed")
    hand.click("button", "Accept the charter")
    hand.click("button", "Send the application")


def test_an_organization_at_its_own_domain_is_in_at_once_with_few_clicks_and_few_words(
    hand_of: Callable[[Person], Hand],
) -> None:
    hand = hand_of(somebody("dana", "newbridge.example"))
    apply(hand, name="Newbridge Kidney Center", domain="newbridge.example")
    assert Organization.objects.get(name="Newbridge Kidney Center").is_admitted
    hand.go("/apply/")
    assert "You are in" in hand.text
    assert hand.clicks <= MOST_CLICKS
    assert hand.fields <= MOST_FIELDS


def test_a_domain_that_looks_like_a_member_s_is_looked_at_asked_about_answered_and_admitted(
    hand_of: Callable[[Person], Hand], lakeview: Organization, ada: Person
) -> None:
    dana = somebody("dana", "lakeview-health.org")
    hand, admin = hand_of(dana), hand_of(ada)
    apply(hand, name="Lakeview Health Clinics", domain="lakeview-health.org")
    reason = "lakeview-health.org looks like lakeviewhealth.org, the web domain of Lakeview Health."
    assert reason in hand.text

    admin.go("/desk/")
    assert reason in admin.text
    admin.click("link", "Lakeview Health Clinics")
    assert "Members much like it" in admin.text
    assert "says that theirs is another organization" in admin.text
    admin.fill(question="Do you belong to Lakeview Health?")
    admin.click("button", "Ask back")

    hand.go("/apply/")
    assert "Do you belong to Lakeview Health?" in hand.text
    hand.click("link", "Change the contacts")
    hand.fill(name="Ted Ross", function="Legal", phone="+1 419 555 0100", email="")
    hand.click("button", "Save and go on")
    hand.fill(text="No, we are of Toledo. Call Ted Ross.")
    hand.click("button", "Answer and send again")
    assert "The admins have your answer." in hand.page.locator("body").inner_text()

    admin.go("/desk/")
    admin.click("link", "Lakeview Health Clinics")
    assert "No, we are of Toledo." in admin.text
    assert "Ted Ross" in admin.text
    admin.click("button", "Admit")
    assert Organization.objects.get(name="Lakeview Health Clinics").is_admitted
    hand.go("/apply/")
    assert "You are in" in hand.text


def one_on_the_desk(name: str, clinic: str, domain: str) -> Application:
    person = make_person(name)
    application = start_application(
        person=person, name=clinic, kind="hospital", city="Toledo", state="OH", domain=domain, brings="Ten beds."
    )
    organization = application.organization
    add_contact(organization, actor=person, name=person.name, function="Owner", email=person.email)
    add_contact(organization, actor=person, name="Night desk", function="Reception", phone="+1 419 555 0101")
    accept_charter(organization, actor=person, authority="Owner")
    return send_application(application, actor=person)


@pytest.fixture
def pages(lakeview: Organization, rita: Person, ada: Person, nora: Person) -> list[tuple[Person, list[str]]]:
    """Whoever looks, and at what: an application in every state, on either side."""
    with clock.at(clock.now() - timedelta(days=3)):
        late = one_on_the_desk("late", "Fern Hollow Clinic", "gmail.com")
        asked = one_on_the_desk("asked", "Lakeview Health System", "lakeviewhea1th.org")
        asked.set_apart_from.add(lakeview)
        say(asked, actor=asked.applicant, text="We have moved.\n\nWrite to the new address, please.")
        say(asked, actor=ada, text="Thank you.")
        ask_back(asked, actor=ada, question="Do you belong to Lakeview Health?")
        declined = one_on_the_desk("gone", "Harbor Clinic", "")
        decline(declined, actor=ada, reason="We could not reach you.")
    contact = add_contact(lakeview, actor=rita, name="Iris Dell", function="Supply chain", email="iris@example.org")
    again = start_application(person=nora, name="Quiet Valley", kind="laboratory", state="VT", brings="Tests")
    desk = ["/desk/", "/desk/?view=asked", "/desk/?view=decided"]
    return [
        (ada, [*desk, *(f"/desk/{each.pk}/" for each in (late, asked, declined))]),
        (late.applicant, ["/apply/"]),
        (asked.applicant, ["/apply/", "/apply/organization/", "/apply/contacts/"]),
        (declined.applicant, ["/apply/"]),
        (again.applicant, ["/apply/", "/apply/organization/", "/apply/contacts/", "/apply/agreement/"]),
        (rita, ["/organization/contacts/", f"/organization/contacts/{contact.pk}/", lakeview.get_absolute_url()]),
    ]


def test_the_pages_are_accessible_and_fit(
    chromium: Browser, live_server: LiveServer, pages: list[tuple[Person, list[str]]]
) -> None:
    for person, addresses in pages:
        look_at(chromium, live_server.url, person, addresses)


def test_the_members_that_may_be_meant_are_shown_on_a_small_screen_too(
    chromium: Browser, live_server: LiveServer, lakeview: Organization, nora: Person
) -> None:
    window = Window(chromium, live_server.url, viewport={"width": 320, "height": 800}, color_scheme="dark")
    window.sign_in(nora)
    hand = Hand(window.page)
    hand.go("/apply/organization/")
    hand.fill(name="Lakeview Health", kind="hospital", state="IL", brings="Beds")
    hand.click("button", "Save and go on")
    assert "Is it one of these?" in hand.text
    assert window.page.evaluate("document.documentElement.scrollWidth") == 320
    hand.click("button", "Change what I wrote")
    assert window.page.input_value("[name=brings]") == "Beds"
    window.context.close()
    assert window.faults == []
