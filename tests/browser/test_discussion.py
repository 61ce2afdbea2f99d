"""A discussion in a real browser: comment, mention, quote, edit, withdraw."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from members.discussions import subjects
from members.discussions.writing import edit_comment, withdraw_comment, write_comment
from members.models import Comment, Organization, Person
from projects.models import Project
from tests.browser.conftest import Window
from tests.factories import ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pool(lakeview: Organization, rita: Person) -> Project:
    return ProjectFactory(title="Ventilator pool", organization=lakeview, posted_by=rita)


def say(pool: Project, actor: Person, organization: Organization, text: str, answers: Comment | None = None) -> Comment:
    subject = subjects.fresh(subjects.subject_of("project", pool))
    return write_comment(subject, actor=actor, organization=organization, text=text, reply_to=answers).comment


def faults(window: Window) -> list[tuple[str, str]]:
    found = Axe().run(window.page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_a_comment_mentions_and_a_reply_quotes(
    window: Window, pool: Project, cascade: Organization, rita: Person, olga: Person
) -> None:
    say(pool, olga, cascade, "We have **eleven** neonatal sets.")
    window.sign_in(rita)
    page = window.page
    page.goto(f"/projects/{pool.pk}/")
    talk = page.get_by_role("region", name="Discussion")
    talk.get_by_role("link", name="Whom can I mention?").first.click()
    talk.get_by_role("button", name="@Olga").click()
    expect(talk.get_by_label("Your comment")).to_have_value("@Olga ")
    talk.get_by_label("Your comment").press_sequentially("when can they leave?")
    talk.get_by_role("button", name="Post the comment").click()
    expect(page.get_by_text("Your comment is posted.")).to_be_visible()
    mine = talk.get_by_role("article", name="Rita")
    expect(mine).to_contain_text("@Olga when can they leave?")
    assert olga.notices.filter(kind="notice.mentioned").count() == 1

    talk.get_by_role("link", name="Quote Olga").click()
    reply = talk.locator("details[open]").get_by_label("Your reply")
    expect(reply).to_have_value("> **Olga:**\n>\n> We have **eleven** neonatal sets.\n\n")
    assert faults(window) == []
    reply.fill("> **Olga:**\n>\n> We have\n\nThank you")
    talk.get_by_role("button", name="Post the reply").locator("visible=true").click()
    expect(talk.get_by_role("article", name="Rita").filter(has_text="Thank you")).to_be_visible()


def test_an_edit_leaves_a_trace_and_a_withdrawn_comment_its_place(
    window: Window, pool: Project, lakeview: Organization, rita: Person
) -> None:
    say(pool, rita, lakeview, "Thank you")
    window.sign_in(rita)
    page = window.page
    page.goto(f"/projects/{pool.pk}/")
    talk = page.get_by_role("region", name="Discussion")
    talk.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Comment").fill("Thank you, we take four.")
    page.get_by_role("button", name="Save").click()
    edited = talk.get_by_role("article", name="Rita").filter(has_text="we take four")
    edited.get_by_role("link", name="edited").click()
    expect(page.get_by_role("heading", name="As it was written")).to_be_visible()
    assert faults(window) == []
    page.get_by_role("link", name="Back to the comment").click()
    edited.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(talk.get_by_text("Rita withdrew this comment.")).to_be_visible()
    expect(talk.get_by_text("we take four")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_the_pages_are_accessible_and_fit(
    chromium: Browser,
    live_server: LiveServer,
    pool: Project,
    lakeview: Organization,
    rita: Person,
    width: int,
    scheme: str,
) -> None:
    first = say(pool, rita, lakeview, "# A heading\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    reply = say(pool, rita, lakeview, "## Below\n\nhttps://example.org/" + "long" * 60, answers=first)
    edit_comment(reply, actor=rita, text="## Below\n\n" + "long" * 60, version=1)
    withdraw_comment(say(pool, rita, lakeview, "Gone", answers=first), actor=rita)
    window = Window(chromium, live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    window.sign_in(rita)
    own = f"/discuss/project/{pool.pk}/"
    one = f"/comments/{reply.pk}/"
    for address in (
        f"/projects/{pool.pk}/",
        f"{own}?quote={reply.pk}",
        f"{own}people/",
        f"{one}edit/",
        f"{one}withdraw/",
        f"{one}history/",
    ):
        window.page.goto(address)
        assert (address, faults(window)) == (address, [])
        assert window.page.evaluate("document.documentElement.scrollWidth") == width
    window.context.close()
    assert window.faults == []
