"""What a file may change, what it may not, and how that is told."""

import csv
import io
import json
from typing import Any

import pytest

from coalition.shared.errors import Invalid, NotAllowed
from members.models import Organization, Person
from projects import kinds
from projects.models import Milestone, MilestoneStatus, Partner, Project
from projects.plan_files.reading import read
from projects.plan_files.report import CHANGED, POSTED, REFUSED, SAME, Report
from projects.plan_files.taking_in import take_in
from projects.plan_files.writing import milestone_record, plan_record
from tests.audit import trail
from tests.factories import MilestoneFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def document(*plans: dict[str, Any]) -> bytes:
    return json.dumps({"format": "coalition-plans", "edition": 1, "plans": plans}).encode()


def table(*rows: dict[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture
def plan(pool: Project) -> dict[str, Any]:
    """Lakeview's plan, as it stands in a file."""
    return plan_record(Project.objects.get(pk=pool.pk))


@pytest.fixture
def step(inventory: Milestone) -> dict[str, Any]:
    """Its milestone, as it stands in a file."""
    return milestone_record(Milestone.objects.get(pk=inventory.pk))


@pytest.fixture
def take(lakeview: Organization, rita: Person) -> Any:
    def taken(content: bytes, **options: Any) -> Report:
        return take_in(read(content), **{"organization": lakeview, "actor": rita, **options})

    return taken


def outcome(report: Report) -> Any:
    (one,) = report.outcomes
    return one


def test_only_what_differs_is_changed_and_it_is_on_record(take: Any, plan: dict[str, Any], pool: Project) -> None:
    told = outcome(take(document({**plan, "help_wanted": "Two trucks", "themes": ["beds"]})))
    assert (told.what, told.changed) == (CHANGED, ["needs help with", "themes"])
    pool.refresh_from_db()
    assert (pool.help_wanted, pool.themes, pool.version) == ("Two trucks", ["beds"], 2)
    assert pool.versions.first().note == "From a file"
    (entry,) = [entry for entry in trail() if entry.kind == kinds.PROJECT_EDITED.name]
    assert entry.after is not None
    assert entry.after["changed"] == ["help_wanted", "themes"]


def test_a_dry_run_tells_the_same_and_keeps_nothing(
    take: Any, plan: dict[str, Any], step: dict[str, Any], pool: Project
) -> None:
    file = document(
        {**plan, "title": "Other", "milestones": [{**step, "progress": 40}]},
        {"title": "New", "purpose": "To see.", "milestones": [{"title": "First", "due_on": "2026-04-30"}]},
    )
    tried = [(each.place, each.what, each.changed) for each in take(file, dry_run=True).outcomes]
    assert Project.objects.get().title == pool.title
    assert tried == [(each.place, each.what, each.changed) for each in take(file).outcomes]
    assert Project.objects.count() == 2
    assert Milestone.objects.get(title="First").project.title == "New"


def test_taken_in_twice_a_file_posts_nothing_twice(take: Any, pool: Project) -> None:
    file = document({"title": "New", "purpose": "To see."})
    assert outcome(take(file)).what == POSTED
    again = outcome(take(file))
    assert again.what == REFUSED
    assert "has a plan with this title" in again.faults[0]
    step = table({"project": pool.pk, "title": "Trucks", "due_on": "2026-04-30"})
    assert outcome(take(step)).what == POSTED
    assert "The plan has it already" in outcome(take(step)).faults[0]
    assert Milestone.objects.filter(title="Trucks").count() == 1


@pytest.mark.parametrize("version", [None, 7])
def test_nothing_saved_meanwhile_is_overwritten(
    take: Any, plan: dict[str, Any], step: dict[str, Any], pool: Project, version: int | None
) -> None:
    told = outcome(take(document({**plan, "version": version, "title": "Other"})))
    assert told.what == REFUSED
    assert "It was saved here since it was exported" in told.faults[0]
    assert outcome(take(table({**step, "waits_for": "", "version": version or "", "progress": 50}))).what == REFUSED
    assert Project.objects.get().title == pool.title


def test_what_is_the_same_needs_no_version(take: Any, plan: dict[str, Any]) -> None:
    assert outcome(take(document({**plan, "version": 99}))).what == SAME


def test_each_verb_decides_for_whom_it_acts(
    take: Any, plan: dict[str, Any], step: dict[str, Any], cascade: Organization, otis: Person, oren: Person
) -> None:
    report = take(
        document({**plan, "title": "Other", "milestones": [{**step, "progress": 50}]}), organization=cascade, actor=otis
    )
    assert [each.what for each in report.outcomes] == [REFUSED, REFUSED]
    assert "can edit this plan" in report.outcomes[0].faults[0]
    with pytest.raises(NotAllowed):
        take(document(plan), organization=cascade, actor=oren)
    with pytest.raises(NotAllowed):
        take(document(plan), actor=otis)


def test_the_lead_and_the_status_stay_and_it_says_so(take: Any, plan: dict[str, Any], pool: Project) -> None:
    told = outcome(take(document({**plan, "status": "closed", "organization": "cascade-biomedical"})))
    assert told.what == SAME
    assert told.notes == [
        "The lead stays “Lakeview Health”: change it on the page of the plan.",
        "The status stays “Proposed”: change it on the page of the plan.",
    ]


def test_a_file_of_another_portal_does_not_change_what_has_its_numbers_here(take: Any, plan: dict[str, Any]) -> None:
    told = outcome(take(document({**plan, "posted_at": "2020-04-01T12:00:00+00:00", "title": "Other"})))
    assert told.faults == [
        "id: This is another plan than the one with this number here. Leave the number out to post it anew."
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"workgroup": "nowhere"}, "workgroup: There is no workgroup “nowhere”."),
        ({"title": " "}, "title:"),
        ({"title": "x" * 201}, "title: Shorten this text to 200 characters"),
        ({"states": ["ZZ"]}, "states:"),
        ({"themes": ["money"]}, "themes:"),
        ({"id": 10**17}, "id: There is no plan with this number."),
    ],
)
def test_what_a_plan_may_not_say_is_told_by_its_field(
    take: Any, plan: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    told = outcome(take(document({**plan, **change})))
    assert told.what == REFUSED
    assert told.faults[0].startswith(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"organization": "nobody"}, "organization: There is no organization “nobody”."),
        ({"organization": "cascade-biomedical"}, "organization: Cascade Biomedical Reserve does not take part"),
        ({"due_on": ""}, "due_on: It cannot be empty."),
        ({"starts_on": "2099-01-01"}, "starts_on: It cannot start after the day it is due."),
        ({"status": "lost"}, "status:"),
        ({"progress": "101"}, "progress:"),
        ({"project": "999999"}, "id: The milestone with this number belongs to plan"),
        ({"waits_for": "999999"}, "waits_for: There is no milestone with the number 999999."),
        ({"id": "999999"}, "id: There is no milestone with this number."),
        ({"due_on": "30.4.2026"}, "due_on: Give the day as in 2026-04-30."),
        ({"due_on": "2026-02-30"}, "due_on: Give the day as in 2026-04-30."),
        ({"progress": "half"}, "progress: Give a whole number."),
    ],
)
def test_what_a_milestone_may_not_say_is_told_by_its_field(
    take: Any, step: dict[str, Any], cascade: Organization, change: dict[str, str], words: str
) -> None:
    told = outcome(take(table({**step, "waits_for": "", **change})))
    assert told.what == REFUSED
    assert told.faults[0].startswith(words), told.faults


def test_milestones_wait_for_what_the_file_says_and_a_circle_is_refused(
    take: Any, step: dict[str, Any], inventory: Milestone, pool: Project
) -> None:
    later = MilestoneFactory(project=pool, title="Trucks")
    rows = [
        {"id": inventory.pk, "version": 1, "project": pool.pk, "waits_for": later.pk},
        {"id": later.pk, "version": 1, "project": pool.pk, "waits_for": inventory.pk},
    ]
    first, second = take(table(*rows)).outcomes
    assert (first.what, second.what) == (CHANGED, REFUSED)
    assert "circle" in second.faults[0]
    rows[0]["waits_for"] = ""
    assert [each.what for each in take(table(*rows)).outcomes] == [CHANGED, CHANGED]
    assert [each.waits_for for each in later.dependencies.all()] == [inventory]
    assert not inventory.dependencies.exists()


def test_a_milestone_that_is_reached_in_the_file_stands_at_a_hundred(take: Any, step: dict[str, Any]) -> None:
    assert outcome(take(table({**step, "waits_for": "", "status": "reached"}))).what == CHANGED
    reached = Milestone.objects.get()
    assert (reached.status, reached.progress, reached.reached_on is not None) == (MilestoneStatus.REACHED, 100, True)


def test_a_new_plan_that_is_refused_takes_its_milestones_with_it(take: Any, pool: Project) -> None:
    report = take(document({"title": "", "purpose": "x", "milestones": [{"title": "First", "due_on": "2026-04-30"}]}))
    assert [each.what for each in report.outcomes] == [REFUSED, REFUSED]
    assert report.outcomes[1].faults == ["project: There is no plan with this number."]
    assert not Milestone.objects.exists()


def test_a_milestone_is_not_moved_into_another_plan(take: Any, step: dict[str, Any], pool: Project) -> None:
    other = ProjectFactory(organization=pool.organization, title="Other")
    record = {**plan_record(other), "milestones": [step]}
    assert take(document(record)).outcomes[1].faults == [
        f"id: The milestone with this number belongs to plan {pool.pk}."
    ]


def test_a_partner_changes_its_own_milestones(
    take: Any, pool: Project, confirmed: Partner, cascade: Organization, otis: Person
) -> None:
    own = MilestoneFactory(project=pool, organization=cascade)
    told = outcome(
        take(table({"id": own.pk, "version": 1, "project": pool.pk, "progress": 60}), organization=cascade, actor=otis)
    )
    assert told.what == CHANGED
    own.refresh_from_db()
    assert own.progress == 60


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The first row must name columns"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"a,b\n1,2", "The first row must name columns"),
        (b"id,title,colour\n1,x,red", "“colour” is no name of a value here."),
        (b"id,title,title\n1,x,y", "The column “title” is there twice."),
        (b"id,title\n", "There is no plan and no milestone in the file."),
        (b'id,title\n1,"x', "Line 2 cannot be read"),
        (b"{", "This is no JSON"),
        (b"[]", "This JSON holds no plans."),
        (b'{"format": "other"}', "This JSON holds no plans."),
        (b'{"format": "coalition-plans", "edition": 2, "plans": []}', "Its “edition” must be 1"),
        (b'{"format": "coalition-plans", "edition": 1, "plans": {}}', "Its “edition” must be 1"),
        (b'{"format": "coalition-plans", "edition": 1, "plans": [NaN]}', "“NaN” is no value."),
        (b"[" * 100_000, "This is no JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "This is no JSON"),
        (b"x" * 1_000_001, "The file is larger than 1,000 KB."),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(content)
    assert words in str(refusal.value)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    "plan",
    [
        None,
        7,
        [],
        {"id": True},
        {"id": -1},
        {"id": 1.5},
        {"id": 10**30},
        {"title": 7},
        {"title": "\ud800"},
        {"title": "\x00"},
        {"themes": "beds money"},
        {"themes": [None]},
        {"themes": None},
        {"states": {"IL": 1}},
        {"colour": "red"},
        {"milestones": {}},
        {"milestones": [7], "title": ""},
        {"title": "x", "purpose": "y", "milestones": [{"waits_for": ["x"]}]},
    ],
)
def test_no_value_whatever_breaks_it(take: Any, plan: Any) -> None:
    report = take(document(plan))
    assert REFUSED in {each.what for each in report.outcomes}
    assert all(each.faults for each in report.outcomes if each.what == REFUSED)
