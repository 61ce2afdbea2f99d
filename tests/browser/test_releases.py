"""Updates with pictures and releases to the public in a real browser; and that what is hostile does nothing there."""

import pytest
from playwright.sync_api import Browser, Dialog, FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from members.models import Organization, Person
from projects.files.inspecting import inspect
from projects.models import Deliverable, Project, Update
from projects.posting import post_project
from projects.releasing import release, withdraw_deliverable
from projects.updates import edit_update, post_update, withdraw_update
from tests.browser.conftest import Window
from tests.browser.looks import look_at, no_barrier
from tests.house.attacks import HOSTILE
from tests.projects.files.making import pdf, photograph, picture
from tests.projects.test_releasing import GUIDE, MAP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(lakeview: Organization, rita: Person) -> Project:
    return post_project(
        organization=lakeview, actor=rita, title="Oxygen for all", purpose="So that none lacks it.", states=["IL"]
    )


def test_an_update_with_a_picture_is_posted_and_seen(window: Window, plan: Project, rita: Person) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Post an update").click()
    page.get_by_label("In a sentence").fill("Ten are ready")
    page.get_by_label("Text").fill("**All** tested.")
    bad = FilePayload(name="run.svg", mimeType="image/svg+xml", buffer=b"<svg onload=alert(1)>")
    page.get_by_label("Pictures and files").set_input_files([bad])
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("alert")).to_contain_text("run.svg: Files of this kind are not taken.")
    expect(page.get_by_label("In a sentence")).to_have_value("Ten are ready")
    window.faults.clear()  # Chromium notes the status 422
    good = FilePayload(name="ward.jpg", mimeType="image/jpeg", buffer=photograph())
    page.get_by_label("Pictures and files").set_input_files([good])
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("heading", name="Ten are ready")).to_be_visible()
    shown = page.get_by_role("img", name="ward.jpg")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 8)
    no_barrier(page)


def test_a_deliverable_is_released_and_a_visitor_finds_it(
    window: Window, chromium: Browser, live_server: LiveServer, plan: Project, rita: Person
) -> None:
    window.sign_in(rita)
    page = window.page
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Release a deliverable").click()
    expect(page.get_by_text("This is public")).to_be_visible()
    page.get_by_label("Title").fill("How to share oxygen")
    page.get_by_label("Summary").fill("One page for the night shift.")
    page.get_by_label("Kind").select_option("guideline")
    page.get_by_label("Licence", exact=True).select_option("CC-BY-4.0")
    guide = FilePayload(name="guide.pdf", mimeType="application/pdf", buffer=pdf())
    page.get_by_label("File").set_input_files([guide])
    page.get_by_role("button", name="Release it to the public").click()
    expect(page.get_by_role("heading", name="How to share oxygen")).to_be_visible()
    no_barrier(page)
    visitor = Window(chromium, live_server.url)
    visitor.page.goto("/")
    visitor.page.get_by_role("link", name="All releases").click()
    visitor.page.get_by_role("link", name="How to share oxygen").click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download guide.pdf").click()
    assert download.value.suggested_filename == "guide.pdf"
    assert download.value.path().read_bytes() == pdf()
    visitor.context.close()
    assert visitor.faults == []


@pytest.fixture
def everything(plan: Project, lakeview: Organization, rita: Person) -> list[Update | Deliverable]:
    """An edited update with files, a decision, one withdrawn, and a deliverable of two versions with one withdrawn."""
    files = [inspect("ward.png", picture(size=(640, 320))), inspect("minutes.pdf", pdf())]
    told = post_update(
        plan, organization=lakeview, actor=rita, title="Ten are ready", text="*All* of them", files=files
    )
    edit_update(told, actor=rita, version=1, title="Twelve are ready")
    decided = post_update(plan, organization=lakeview, actor=rita, title="By road", decided_on=MAP.released_on)
    gone = post_update(plan, organization=lakeview, actor=rita, title="A mistake")
    withdraw_update(gone, actor=rita, reason="Wrong ward")
    guide = release(plan, GUIDE, organization=lakeview, actor=rita, makers=[lakeview])
    mapped = release(plan, MAP, organization=lakeview, actor=rita, makers=[lakeview])
    withdraw_deliverable(mapped, actor=rita, reason="Wrong counties")
    return [told, decided, gone, guide, mapped]


def test_the_pages_have_no_barrier(
    chromium: Browser,
    live_server: LiveServer,
    plan: Project,
    rita: Person,
    everything: list[Update | Deliverable],
) -> None:
    told, _decided, gone, guide, mapped = (each.get_absolute_url() for each in everything)
    here = plan.get_absolute_url()
    look_at(
        chromium,
        live_server.url,
        rita,
        [
            *(
                here,
                f"{here}updates/",
                f"{here}updates/new/",
                told,
                f"{told}edit/",
                f"{told}withdraw/",
                gone,
                "/decisions/",
            ),
            *(f"{here}releases/new/", "/releases/", guide, mapped, f"{guide}withdraw/"),
        ],
    )
    look_at(chromium, live_server.url, None, ["/releases/", guide, mapped, "/"])


def test_nothing_hostile_runs_in_a_browser(window: Window, plan: Project, lakeview: Organization, rita: Person) -> None:
    """A sample of the hostile texts on one page, and a file that looks like one: no dialog, no script, no request."""
    window.sign_in(rita)
    words = [text for text in HOSTILE[::12] if "\x00" not in text]
    for text in words:
        title = text.replace("\n", " ")[:200].strip() or "x"
        post_update(plan, organization=lakeview, actor=rita, title=title, text=text)
    looks_like_a_page = inspect("page.txt", b"Hello <script>alert(1)</script><img src=x onerror=alert(1)>")
    post = post_update(plan, organization=lakeview, actor=rita, title="A file", files=[looks_like_a_page])
    page = window.page
    page.on("dialog", lambda dialog: _note(window, dialog))
    for number in range(1, len(words) // 20 + 2):
        page.goto(f"{plan.get_absolute_url()}updates/?page={number}")
        assert page.evaluate("[...document.querySelectorAll('script')].every(s => s.src.includes('/static/'))")
    page.goto(post.get_absolute_url())
    with page.expect_download() as download:
        page.get_by_role("link", name="page.txt").click()
    assert download.value.suggested_filename == "page.txt"


def _note(window: Window, dialog: Dialog) -> None:
    window.faults.append(dialog.message)
    dialog.dismiss()
