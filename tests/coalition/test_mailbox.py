"""Caught mail, read in the browser during development."""

import os
from mailbox import Maildir
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertNotContains

from coalition.shared import clock
from members import sending
from members.models import OutgoingMail, Person
from tests.members.test_outbox import tell


@pytest.fixture
def box(tmp_path: Path, settings: Settings) -> Maildir:
    """The mail catcher's folder, empty."""
    box = Maildir(tmp_path / "mail", create=True)
    settings.MAIL_DIRECTORY = str(tmp_path / "mail")
    return box


def catch(box: Maildir, mail: OutgoingMail | None, *, age: int = 0) -> str:
    """Put a message where the mail catcher puts it, `age` seconds ago."""
    assert mail is not None
    key = box.add(sending.message_of(mail).message().as_bytes())
    file = Path(box._path, "new", key)  # type: ignore[attr-defined]  # its folder
    then = clock.now().timestamp() - age
    os.utime(file, (then, then))
    return key


@pytest.mark.django_db
def test_an_empty_box_says_so(client: Client, box: Maildir) -> None:
    assertContains(client.get("/mail/"), "Nothing was caught")


def test_the_newest_message_stands_first(client: Client, box: Maildir, rita: Person, carl: Person) -> None:
    catch(box, tell(rita, dedup="1", sentence="The older"), age=60)
    catch(box, tell(carl, dedup="2", sentence="The newer"))
    page = client.get("/mail/").content.decode()
    assert page.index("The newer") < page.index("The older")


def test_one_may_look_for_an_address(client: Client, box: Maildir, rita: Person, carl: Person) -> None:
    catch(box, tell(rita, dedup="1", sentence="For Rita"))
    catch(box, tell(carl, dedup="2", sentence="For Carl"))
    page = client.get("/mail/?to=RITA@example.org")
    assertContains(page, "For Rita")
    assertNotContains(page, "For Carl")


def test_a_message_shows_its_text_with_links_and_its_headers(client: Client, box: Maildir, rita: Person) -> None:
    key = catch(box, tell(rita))
    page = client.get(f"/mail/{key}/")
    assertContains(
        page, '<a href="http://localhost:8000/matches/3/" rel="nofollow">http://localhost:8000/matches/3/</a>'
    )
    assertContains(page, "Auto-Submitted")
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_the_html_stands_alone_and_can_do_nothing(client: Client, box: Maildir, rita: Person) -> None:
    key = catch(box, tell(rita))
    page = client.get(f"/mail/{key}/html/")
    assertContains(page, "Answer “Gowns &amp; masks”")
    assertContains(page, '<base target="_top">')
    rules = page["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "script-src" not in rules
    assert "sandbox allow-top-navigation-by-user-activation" in rules
    assert page["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e%2fnew", "%00"])
def test_there_is_nothing_else_to_be_read(client: Client, box: Maildir, key: str) -> None:
    assert client.get(f"/mail/{key}/").status_code == 404
    assert client.get(f"/mail/{key}/html/").status_code == 404


@pytest.mark.parametrize("change", [{"PRODUCTION": True}, {"MAIL_DIRECTORY": ""}])
def test_in_production_and_without_a_catcher_there_is_no_such_page(
    client: Client, box: Maildir, rita: Person, settings: Settings, change: dict[str, object]
) -> None:
    key = catch(box, tell(rita))
    for name, value in change.items():
        setattr(settings, name, value)
    for path in ("/mail/", f"/mail/{key}/", f"/mail/{key}/html/"):
        assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_message_of_text_alone_has_no_html(client: Client, box: Maildir) -> None:
    key = box.add(b"From: a@example.org\nTo: b@example.org\nSubject: Plain\n\nOnly words.\n")
    assertContains(client.get(f"/mail/{key}/"), "Only words.")
    assert client.get(f"/mail/{key}/html/").status_code == 404
