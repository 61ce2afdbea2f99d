"""Putting mail into the outbox."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings
from redis import Redis

from coalition.celery import app
from coalition.shared import clock
from members import outbox
from members.models import OutgoingMail, OutgoingMailState, Person

DUE = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NOTICE = {"sentence": "Answer “Gowns & masks”", "url": "/matches/3/", "why": "You write for Lakeview.", "due_at": DUE}


def tell(to: Person | str, *, dedup: str = "notice:1", **context: object) -> OutgoingMail | None:
    return outbox.enqueue(to, template="notice", context={**NOTICE, **context}, kind="notice", dedup=dedup)


@pytest.fixture
def without_redis() -> Iterator[None]:
    """Celery's broker does not answer."""
    working = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    app._after_fork()  # lets go of the open connections
    yield
    app.conf.broker_url = working
    app._after_fork()


def test_the_message_is_rendered_and_frozen_at_once(rita: Person) -> None:
    mail = tell(rita)
    assert mail is not None
    assert mail.subject == "Answer “Gowns & masks”"
    assert "Answer “Gowns & masks”" in mail.text
    assert "http://localhost:8000/matches/3/" in mail.text
    assert "Answer “Gowns &amp; masks”" in mail.html
    assert (mail.recipient, mail.person, mail.state) == (rita.email, rita, OutgoingMailState.PENDING)
    assert mail.message_id.endswith("@localhost>")
    assert mail.headers == {"Auto-Submitted": "auto-generated"}


def test_times_in_it_are_in_the_zone_of_the_person(rita: Person) -> None:
    rita.time_zone = "America/Los_Angeles"
    mail = tell(rita)
    assert mail is not None
    assert "Nov 23, 2026, 9:00 AM PST" in mail.text
    assert "Nov 23, 2026, 9:00 AM PST" in mail.html


@pytest.mark.django_db
def test_an_address_without_a_person_reads_times_of_the_portals_zone() -> None:
    mail = tell("someone@example.org")
    assert mail is not None
    assert mail.person is None
    assert "12:00 PM EST" in mail.text


def test_styles_are_in_the_elements_and_rules_for_the_dark_stay(rita: Person) -> None:
    mail = tell(rita)
    assert mail is not None
    assert '<h1 style="' in mail.html
    assert "prefers-color-scheme: dark" in mail.html
    assert "<link" not in mail.html


def test_the_text_of_a_letter_cannot_break_its_html(rita: Person) -> None:
    mail = tell(rita, text="<script>alert(1)</script>")
    assert mail is not None
    assert "<script>" not in mail.html
    assert "<script>" in mail.text


def test_a_subject_stays_on_one_line(rita: Person) -> None:
    mail = tell(rita, sentence="Hello\r\nBcc: everyone@example.org")
    assert mail is not None
    assert mail.subject == "Hello Bcc: everyone@example.org"


def test_what_is_sent_once_is_written_once(rita: Person) -> None:
    assert tell(rita) is not None
    assert tell(rita) is None
    assert tell(rita, dedup="notice:2") is not None
    assert OutgoingMail.objects.count() == 2


def test_nothing_is_written_for_a_closed_account(rita: Person) -> None:
    rita.is_active = False
    assert tell(rita) is None
    assert not OutgoingMail.objects.exists()


def test_a_verb_that_fails_takes_its_mail_back(rita: Person) -> None:
    with transaction.atomic():
        tell(rita)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_a_worker_is_woken_only_on_commit(
    rita: Person, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.delete("celery")
        with django_capture_on_commit_callbacks(execute=True):
            tell(rita)
            assert redis.llen("celery") == 0
        assert json.loads(redis.lpop("celery"))["headers"]["task"] == "members.tasks.send_due_mail"


def test_without_redis_the_mail_waits_in_the_outbox(
    rita: Person,
    without_redis: None,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell(rita)
    assert "worker_not_woken" in caplog.text
    assert OutgoingMail.objects.due().count() == 1


def test_mail_decided_on_at_a_moment_bears_that_moment(rita: Person) -> None:
    with clock.at(DUE):
        mail = tell(rita)
    assert mail is not None
    assert (mail.created_at, mail.run_at) == (DUE, DUE)


def test_writing_a_message_takes_few_queries(rita: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        tell(rita)
