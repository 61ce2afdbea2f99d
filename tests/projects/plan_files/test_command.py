"""`manage.py import_plans`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from members.models import Person
from projects.models import Project
from projects.plan_files.writing import plan_record

pytestmark = pytest.mark.django_db


def ran(file: Path, **options: object) -> str:
    out = StringIO()
    who = {"organization": "lakeview-health", "person": "rita@example.org"}
    call_command("import_plans", str(file), stdout=out, **{**who, **options})
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path, pool: Project) -> Path:
    record = {**plan_record(Project.objects.get(pk=pool.pk)), "title": "Other"}
    path = tmp_path / "plans.json"
    path.write_text(json.dumps({"format": "coalition-plans", "edition": 1, "plans": [record]}))
    return path


def test_it_tells_what_it_changes_and_a_dry_run_changes_nothing(file: Path, rita: Person, pool: Project) -> None:
    assert "nothing was kept" in ran(file, dry_run=True)
    assert Project.objects.get().title == pool.title
    assert "plan 1 of the file, Other: Changed. title" in ran(file)
    assert Project.objects.get().title == "Other"


def test_what_is_refused_is_told_and_the_command_fails(file: Path, rita: Person, tmp_path: Path) -> None:
    ran(file)
    text = file.read_text().replace('"Other"', '"Again"')
    file.write_text(text)
    with pytest.raises(CommandError, match="What is told as refused stayed out"):
        ran(file)
    for path, options in (
        (tmp_path / "nothing.json", {}),
        (file, {"organization": "nobody"}),
        (file, {"person": "nobody@example.org"}),
    ):
        with pytest.raises(CommandError):
            ran(path, **options)
