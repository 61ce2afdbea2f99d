"""The way of a digest through the real parts: Redis, a Celery worker, PostgreSQL, a mail server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from coalition.celery import app
from coalition.shared import clock
from members import activity, pulse, tasks
from members.kinds import MEMBER_ADMITTED
from members.models import Digest, OutgoingMail, OutgoingMailState
from tests.factories import MembershipFactory, PersonFactory
from tests.postbox import Postbox

WORKER = [sys.executable, "-m", "celery", "-A", "coalition", "worker", "--pool", "solo", "--without-mingle"]
PATIENCE = 30  # seconds


@contextmanager
def worker_on(postbox: Postbox, log: Path) -> Iterator[None]:
    """A worker that works on the database of the tests and sends to the postbox."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {
        **os.environ,
        "ENVIRONMENT": "development",  # the tests' own settings keep mail in memory
        "DATABASE_URL": database.geturl(),
        "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}",
    }
    with log.open("w") as output:
        worker = subprocess.Popen(WORKER, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(timeout=PATIENCE)


def wait_until(happened: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_assembles_and_sends_the_digest_once(postbox: Postbox, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    long_ago = clock.now() - timedelta(days=3)
    rita = MembershipFactory(
        person=PersonFactory(email="rita@example.org", digest_hour=0, date_joined=long_ago), joined_at=long_ago
    ).person
    activity.record(MEMBER_ADMITTED, actor=None, title="Cascade", url="/organizations/cascade/")
    app.control.purge()
    cache.delete(pulse.KEY)

    with worker_on(postbox, log):
        wait_until(pulse.is_alive, log)  # it shows life as soon as it is up
        tasks.assemble_due_digests.delay()
        tasks.assemble_due_digests.delay()
        wait_until(lambda: postbox.raw, log)
        wait_until(lambda: OutgoingMail.objects.filter(state=OutgoingMailState.SENT).exists(), log)
        cache.delete(pulse.KEY)
        tasks.send_due_mail.delay()
        tasks.heartbeat.delay()
        wait_until(pulse.is_alive, log)  # one worker does one thing after the other: all of it is done

    [message] = postbox.to("rita@example.org")
    assert message["Subject"] == "Cascade joined the coalition"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Digest.objects.filter(person=rita).count() == 1
