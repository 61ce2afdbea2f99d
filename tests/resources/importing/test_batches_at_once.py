"""The same file imported by several at the same moment, and a worker that is killed: nothing is posted twice."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from members.models import Organization, Person
from resources import catalogue
from resources.importing import batches, overview, working
from resources.models import ImportBatch, Offer, ResourceType
from tests.members.test_at_once import at_once
from tests.resources.importing.conftest import Uploading, work
from tests.resources.importing.making import HEADINGS

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

ROWS = 60
PATIENCE = 60  # seconds
WORK = """
import django
django.setup()
from resources.importing import working
working.PIECE = 2
working.work_on_all()
"""


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    if not ResourceType.objects.exists():
        catalogue.load()


@pytest.fixture
def batch(upload: Uploading) -> ImportBatch:
    return upload(f"{HEADINGS}\n" + "".join(f"swab,{number},OR,\n" for number in range(1, ROWS + 1)))


def test_several_workers_and_clicks_post_each_row_once(batch: ImportBatch, olga: Person) -> None:
    def click() -> None:
        batches.start_import(batch, actor=olga)

    def works() -> None:
        for _ in range(20):
            working.work_on_all(seconds=5)

    at_once(click, click, works, works, works)
    work(batch)
    assert overview.counts_of(batch).imported == Offer.objects.count() == ROWS


def test_a_worker_that_is_killed_leaves_whole_pieces_and_another_goes_on(
    batch: ImportBatch, cascade: Organization, olga: Person
) -> None:
    batches.start_import(batch, actor=olga)
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {**os.environ, "DATABASE_URL": database.geturl()}
    worker = subprocess.Popen([sys.executable, "-c", WORK], cwd=settings.BASE_DIR, env=environment)
    deadline = time.monotonic() + PATIENCE
    while Offer.objects.count() < 10:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=PATIENCE)
    counts = overview.counts_of(batch)
    assert counts.imported == Offer.objects.count() < ROWS
    work(batch)
    assert overview.counts_of(batch).imported == Offer.objects.count() == ROWS
