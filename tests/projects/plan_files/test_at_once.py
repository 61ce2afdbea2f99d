"""The same file taken in by several at the same moment, beside people who edit what it names."""

import json
from collections.abc import Callable

import pytest

from members.models import Organization, Person
from projects.milestones import edit_milestone
from projects.models import Milestone, PlanVersion, Project
from projects.plan_files.reading import read
from projects.plan_files.report import CHANGED
from projects.plan_files.taking_in import take_in
from projects.plan_files.writing import milestone_record, plan_record
from projects.posting import edit_project
from tests.factories import MilestoneFactory, ProjectFactory
from tests.members.test_at_once import again, at_once

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 6


@pytest.fixture
def project(lakeview: Organization, rita: Person) -> Project:
    made = ProjectFactory(organization=lakeview, posted_by=rita, title="Pool")
    MilestoneFactory(project=made, title="Inventory")
    return made


def file_of(project: Project, **changes: object) -> bytes:
    """The plan with these changes and all its milestones half done, and one more plan with a milestone."""
    steps = [{**milestone_record(step), "progress": 50} for step in project.milestones.all()]
    new = {"title": "New", "purpose": "To see.", "milestones": [{"title": "First", "due_on": "2026-04-30"}]}
    plan = {**plan_record(Project.objects.get(pk=project.pk)), **changes, "milestones": steps}
    return json.dumps({"format": "coalition-plans", "edition": 1, "plans": [plan, new]}).encode()


def taking(
    content: bytes, person: Person, organization: Organization, *, dry_run: bool = False
) -> Callable[[], object]:
    return lambda: take_in(read(content), organization=organization, actor=again(person), dry_run=dry_run)


def test_it_changes_and_posts_once(project: Project, rita: Person, carl: Person, lakeview: Organization) -> None:
    content = file_of(project, title="Other")
    acts = [taking(content, person, lakeview) for person in (rita, carl) for _time in range(TIMES // 2)]
    assert at_once(*acts) == []
    assert sorted(Project.objects.values_list("title", flat=True)) == ["New", "Other"]
    assert Milestone.objects.filter(title="First").count() == 1
    assert PlanVersion.objects.filter(project=project).count() == 2
    assert Milestone.objects.get(title="Inventory").version == 2


def test_a_first_look_waits_for_nobody_for_ever(
    project: Project, rita: Person, carl: Person, lakeview: Organization
) -> None:
    content = file_of(project, title="Other")
    step = project.milestones.get()

    def editing() -> None:
        for number in range(5):
            now = Project.objects.get(pk=project.pk)
            edit_project(now, actor=again(carl), version=now.version, plan=f"{number}")
            fresh = Milestone.objects.select_related("project", "organization").get(pk=step.pk)
            edit_milestone(fresh, actor=again(carl), progress=number)

    looks = [taking(content, rita, lakeview, dry_run=True) for _time in range(TIMES)]
    assert at_once(*looks, editing) == []
    assert Project.objects.get().version == 6
    assert CHANGED not in {each.what for each in take_in(read(content), organization=lakeview, actor=rita).outcomes}
