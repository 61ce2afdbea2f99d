from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from coalition.shared import clock
from members.models import Organization, Person
from projects.files.inspecting import inspect
from projects.files.keeping import sweep
from projects.models import Attachment, Project, Update
from projects.tasks import sweep_files
from projects.updates import post_update, withdraw_update
from tests.projects.files.making import pdf

FILE = inspect("../evil\u202efdp.pdf", pdf())


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """The files of a test lie in a folder of their own."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


@pytest.fixture
def told(pool: Project, lakeview: Organization, rita: Person) -> Update:
    return post_update(pool, organization=lakeview, actor=rita, title="Minutes", files=[FILE])


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_lies_under_a_random_name_of_its_day(told: Update, folder: Path) -> None:
    row = told.attachments.get()
    (path,) = files(folder)
    assert path.read_bytes() == FILE.content
    assert row.file.name == str(path.relative_to(folder))
    assert row.file.name.startswith(f"attachments/{clock.now():%Y/%m/%d}/")
    assert len(path.name) == 32
    assert row.name == "evilfdp.pdf"
    assert (row.size, row.sha256) == (len(FILE.content), FILE.sha256)


def test_a_file_whose_post_failed_is_swept_after_two_days_and_others_stay(
    told: Update, folder: Path, lakeview: Organization, rita: Person
) -> None:
    with transaction.atomic():
        post_update(told.project, organization=lakeview, actor=rita, title="Lost", files=[FILE])
        transaction.set_rollback(True)
    assert len(files(folder)) == 2
    assert Attachment.objects.count() == 1
    assert sweep(clock.now()) == 0
    assert sweep(clock.now() + timedelta(days=2)) == 1
    assert sweep(clock.now() + timedelta(days=2)) == 0
    assert [str(path.relative_to(folder)) for path in files(folder)] == [told.attachments.get().file.name]


def test_files_withdrawn_a_month_ago_are_deleted_and_their_rows_stay(told: Update, folder: Path, rita: Person) -> None:
    withdraw_update(told, actor=rita)
    assert sweep(clock.now() + timedelta(days=29)) == 0
    assert sweep(clock.now() + timedelta(days=31)) == 1
    assert files(folder) == []
    assert told.attachments.get().sha256 == FILE.sha256
    assert sweep(clock.now() + timedelta(days=31)) == 0


@pytest.mark.django_db
def test_what_lies_elsewhere_is_left_alone(folder: Path) -> None:
    default_storage.save("other/thing", ContentFile(b"x"))
    assert sweep_files() == 0
    assert len(files(folder)) == 1
