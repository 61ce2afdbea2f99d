"""What machines ask of the portal."""

import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from coalition.shared import clock
from members import pulse
from members.models import OutgoingMail, Person
from tests.members.test_outbox import tell


@pytest.fixture(autouse=True)
def _silence() -> None:
    cache.delete(pulse.KEY)


def test_the_process_says_that_it_is_alive_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")  # no mark for the database: a query would fail
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_when_everything_is_there(client: Client) -> None:
    pulse.beat()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "redis": "ok", "worker": "ok"},
        "mail": {"due": 0, "oldest_due_seconds": 0, "uncertain": 0},
    }


@pytest.mark.django_db
def test_it_is_not_ready_without_a_worker(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "never seen"


@pytest.mark.django_db
def test_it_is_not_ready_when_the_worker_has_fallen_silent(client: Client) -> None:
    with clock.at(clock.now() - 2 * pulse.STALE):
        pulse.beat()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "last seen 120 seconds ago"


@pytest.mark.django_db
def test_it_is_not_ready_before_all_migrations_are_applied(client: Client) -> None:
    pulse.beat()
    [newest] = MigrationLoader(connection).graph.leaf_nodes("members")
    MigrationRecorder(connection).record_unapplied(*newest)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "1 not applied"


@pytest.mark.django_db
def test_it_is_not_ready_without_redis_and_says_so_without_addresses(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "redis": {**settings.CACHES["redis"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "redis": "does not answer",
        "worker": "unknown",
    }
    assert b"127.0.0.1" not in answer.content


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_without_the_database(client: Client) -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "there_is_no_such_database"
    try:
        answer = client.get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": {"database": "does not answer", "migrations": "unknown", "redis": "ok", "worker": "never seen"},
        "mail": None,
    }


def test_it_tells_how_long_mail_has_been_due(client: Client, rita: Person) -> None:
    with clock.at(clock.now() - 2 * pulse.STALE):
        tell(rita)
    tell(rita, dedup="notice:2")
    OutgoingMail.objects.filter(dedup="notice:2").update(state="uncertain", interruptions=2)
    answer = client.get("/readyz").json()
    assert answer["mail"] == {"due": 1, "oldest_due_seconds": 120, "uncertain": 1}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_only_looking_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code in {200, 503}


# The id of a request


@pytest.mark.django_db
def test_every_answer_tells_the_id_that_its_log_lines_bear(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/healthz")
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert {line["request_id"] for line in lines} == {answer["X-Request-ID"]}
    assert client.get("/healthz")["X-Request-ID"] != answer["X-Request-ID"]


@pytest.mark.django_db
def test_an_answer_to_a_wrong_address_has_one_too(client: Client) -> None:
    assert client.get("/nowhere/")["X-Request-ID"]


def test_nobody_chooses_the_id_of_their_request(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "mine"})["X-Request-ID"] != "mine"
