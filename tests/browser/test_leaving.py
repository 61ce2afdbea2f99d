"""An organization leaves the coalition in a real browser: through what others count on, to the last word."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members.confirming import ask_to_confirm
from members.models import Organization, Person
from members.renaming import rename
from projects.models import Project
from resources.models import Match, Offer
from tests.browser.conftest import Window
from tests.browser.looks import look_at
from tests.factories import (
    MatchFactory,
    MilestoneFactory,
    OfferFactory,
    PartnerFactory,
    ProjectFactory,
    RequestFactory,
    ResourceTypeFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_work(lakeview: Organization, cascade: Organization, rita: Person, olga: Person) -> Match:
    """Lakeview gives masks to Cascade and awaits others from it; it leads one plan and helps in another."""
    masks = ResourceTypeFactory(label="Respirator of the best kind")
    offer = OfferFactory(organization=lakeview, resource_type=masks, posted_by=rita)
    MatchFactory(
        offer=offer, request=RequestFactory(organization=cascade, resource_type=masks), status="agreed", quantity=40
    )
    led = ProjectFactory(organization=lakeview, title="Oxygen for all", posted_by=rita)
    PartnerFactory(project=led, organization=cascade, status="confirmed")
    theirs = ProjectFactory(organization=cascade, title="Masks washed and used again", posted_by=olga)
    PartnerFactory(project=theirs, organization=lakeview, status="confirmed")
    MilestoneFactory(project=theirs, organization=lakeview, title="A room for drying")
    coming: Match = MatchFactory(
        offer=OfferFactory(organization=cascade, resource_type=masks),
        request=RequestFactory(organization=lakeview, resource_type=masks),
        status="shipped",
        quantity=25,
    )
    return coming


def test_an_organization_leaves_by_the_guided_list(  # noqa: PLR0915  # one way, step by step
    chromium: Browser, window: Window, open_work: Match, lakeview: Organization, rita: Person, olga: Person
) -> None:
    page = window.page
    window.sign_in(rita)
    page.goto("/organization/")
    page.get_by_role("link", name="Leave the coalition").click()

    expect(page.get_by_text("Something has to arrive first")).to_be_visible()
    expect(page.get_by_role("link", name="Go on")).to_have_count(0)
    page.get_by_role("link", name="Record what arrived").click()
    page.get_by_label("How many arrived").fill("25")
    page.locator("main form").get_by_role("button").first.click()

    page.goto("/organization/leave/")
    page.get_by_role("link", name="Hand it over").click()
    page.get_by_label("Cascade Biomedical Reserve").check()
    page.get_by_label("Reason").fill("We close our doors.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("Cascade Biomedical Reserve leads it now.")).to_be_visible()

    page.goto("/organization/leave/")
    expect(page.get_by_text("the units are given back, and Cascade Biomedical Reserve is told")).to_be_visible()
    expect(page.get_by_text("Passes to Cascade Biomedical Reserve, which leads the plan.")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="Offers and requests that are withdrawn")).to_be_visible()
    page.get_by_role("link", name="Go on").click()

    page.get_by_label("Reason").fill("We close our doors.")
    page.get_by_label("Type the name of your organization").fill("Lakeview Health")
    page.get_by_role("button", name="Leave the coalition").click()
    expect(page.get_by_text("Lakeview Health has left the coalition. Thank you.")).to_be_visible()

    assert Organization.objects.get(pk=lakeview.pk).status == "left"
    assert set(Offer.objects.filter(organization=lakeview).values_list("status", "committed")) == {("withdrawn", 0)}
    assert Match.objects.get(pk=open_work.pk).received_quantity == 25
    assert Project.objects.get(title="Oxygen for all").is_open

    other = Window(chromium, window.base)
    other.sign_in(olga)
    other.page.goto(Match.objects.get(status="cancelled").get_absolute_url())
    expect(other.page.get_by_text("We close our doors.").first).to_be_visible()
    other.page.goto("/organizations/lakeview-health/")
    expect(other.page.locator("main").get_by_text("Left", exact=True)).to_be_visible()
    other.context.close()
    assert other.faults == []


PAGES = [
    "/organization/",
    "/organization/edit/",
    "/organization/rename/",
    "/organization/confirm/",
    "/organization/leave/",
    "/organization/leave/?step=2",
    "/organization/leave/?step=3",
    "/organizations/lakeview-health-of-illinois/",
]
DESK = [
    "/desk/renamings/",
    "/desk/renamings/1/",
    "/desk/organizations/{slug}/merge/",
    "/desk/organizations/{slug}/rename/",
]


def test_the_pages_of_a_membership_are_accessible_and_fit(
    chromium: Browser,
    live_server: LiveServer,
    open_work: Match,
    lakeview: Organization,
    rita: Person,
    ada: Person,
) -> None:
    rename(lakeview, name="Lakeview Health of Illinois", actor=ada, reason="There is another one in Ohio.")
    waiting = rename(lakeview, name="Cascade Biomedical Reserves", actor=rita, reason="We grew together.")
    assert waiting is not None
    ask_to_confirm(lakeview, actor=ada)
    led = Project.objects.get(title="Oxygen for all")
    desk = [page.replace("/1/", f"/{waiting.pk}/").format(slug=lakeview.slug) for page in DESK]
    for person, pages in ((rita, [*PAGES, f"/projects/{led.pk}/hand-over/"]), (ada, desk)):
        look_at(chromium, live_server.url, person, pages)
