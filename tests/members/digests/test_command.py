"""The digest in the hands of an operator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coalition.shared import clock
from members.models import Digest, Person
from tests.members.digests.test_assembling import happen, morning
from tests.postbox import Postbox


def digests(*words: str) -> str:
    said = StringIO()
    call_command("digests", *words, stdout=said)
    return said.getvalue()


def test_it_says_who_is_due_and_changes_nothing(rita: Person) -> None:
    Person.objects.update(date_joined=morning(0))
    said = digests("due", "--as-of", "2026-11-20T08:00")
    assert said == "2026-11-20  rita@example.org\n1 due.\n"
    assert not Digest.objects.exists()


def test_it_shows_what_a_person_would_get(rita: Person) -> None:
    happen("Cascade", at=clock.now())
    said = digests("preview", "Rita@example.org")
    assert "1 items" in said
    assert "Cascade joined the coalition" in said
    assert not Digest.objects.exists()


def test_it_shows_that_there_is_nothing(rita: Person) -> None:
    assert "0 items" in digests("preview", "rita@example.org")


def test_it_knows_who_is_nobody(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody has the address"):
        digests("preview", "nobody@example.org")


def test_it_sends_what_is_due_at_a_moment_and_nothing_twice(rita: Person, postbox: Postbox) -> None:
    Person.objects.update(date_joined=morning(0))
    happen("Cascade", at=morning(1, 5))
    assert digests("send", "--as-of", "2026-11-20T08:00-05:00") == "1 digests assembled, 1 messages sent.\n"
    assert digests("send", "--as-of", "2026-11-20T09:00-05:00") == "0 digests assembled, 0 messages sent.\n"
    [message] = postbox.to("rita@example.org")
    assert message["Subject"] == "Cascade joined the coalition"
    assert message["List-Id"] == "<digest.localhost>"


def test_a_moment_must_be_one(db: None) -> None:
    with pytest.raises(CommandError, match="not a moment"):
        digests("due", "--as-of", "tomorrow")
