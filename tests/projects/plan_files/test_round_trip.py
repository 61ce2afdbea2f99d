"""What was taken out comes in again, and is the same."""

import json

import pytest

from members.models import Person
from projects.depending import add_dependency
from projects.models import Milestone, Partner, Project
from projects.plan_files.reading import read
from projects.plan_files.report import CHANGED, POSTED
from projects.plan_files.taking_in import take_in
from projects.plan_files.writing import json_response
from tests.factories import MilestoneFactory
from tests.projects.plan_files.exported import content, exported

pytestmark = pytest.mark.django_db

HOSTILE = '=HYPERLINK("https://example.org")\n\'=1\n"quoted", \';\' and\ttab\n<script>alert(1)</script>\n日本語 ❤'


@pytest.fixture
def whole(pool: Project, inventory: Milestone, confirmed: Partner, rita: Person) -> Project:
    """A plan with everything in it that a file may spoil."""
    pool.title, pool.plan, pool.help_wanted = "-3 ventilators", HOSTILE, "@SUM(A1)"
    pool.themes = ["ventilation", "beds"]
    pool.save()
    later = MilestoneFactory(project=pool, title="'=2", organization=confirmed.organization)
    add_dependency(later, waits_for=inventory, actor=rita)
    return pool


def test_a_plan_that_looks_like_formulas_comes_in_as_it_went_out(whole: Project, rita: Person) -> None:
    files = exported()
    for file in files:
        report = take_in(read(file), organization=whole.organization, actor=rita)
        assert report.told == []
    assert b"\n=HYPERLINK" not in files[1]
    assert exported() == files


def test_without_numbers_the_same_plan_is_posted_anew(whole: Project, rita: Person) -> None:
    document = json.loads(exported()[0])
    (plan,) = document["plans"]
    plan.pop("id")
    plan["title"] = "Another"
    for step in plan["milestones"]:
        step.pop("id")
        step.pop("waits_for")
        step["organization"] = "lakeview-health"
    report = take_in(read(json.dumps(document).encode()), organization=whole.organization, actor=rita)
    assert [outcome.what for outcome in report.outcomes] == [POSTED] * 3, [o.faults for o in report.outcomes]
    new = Project.objects.get(title="Another")
    kept = ("purpose", "plan", "help_wanted", "workgroup", "themes", "states", "organization")
    assert [getattr(new, name) for name in kept] == [getattr(whole, name) for name in kept]
    ours, theirs = (
        list(each.milestones.order_by("title").values("title", "due_on", "status")) for each in (new, whole)
    )
    assert ours == theirs


def test_what_was_edited_here_goes_back_to_what_the_file_says(
    whole: Project, inventory: Milestone, rita: Person
) -> None:
    before = json.loads(exported()[0])
    whole.title, whole.plan, whole.states, whole.workgroup = "Changed", "", [], None
    whole.save()
    inventory.title, inventory.progress, inventory.status = "Changed", 30, "under_way"
    inventory.save()
    Milestone.objects.get(title="'=2").dependencies.all().delete()
    report = take_in(read(json.dumps(before).encode()), organization=whole.organization, actor=rita)
    assert [outcome.what for outcome in report.outcomes] == [CHANGED] * 3
    after = json.loads(exported()[0])
    for document in (before, after):
        for plan in document["plans"]:
            for each in (plan, *plan["milestones"]):
                each.pop("version")
                each.pop("edited_at", None)
    assert after == before


def test_taking_out_asks_the_database_equally_often_for_one_and_for_many(
    whole: Project, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(6) as one:  # type: ignore[operator]  # a fixture without types
        content(json_response("plans.json", Project.objects.all()))
    for number in range(30):
        copy = Project.objects.get(pk=whole.pk)
        copy.pk, copy.title = None, f"Plan {number}"
        copy.save()
        MilestoneFactory.create_batch(3, project=copy)
    with django_assert_num_queries(len(one.captured_queries)):  # type: ignore[operator]  # a fixture without types
        content(json_response("plans.json", Project.objects.all()))
