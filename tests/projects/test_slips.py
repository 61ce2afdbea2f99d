"""A milestone slips and those that wait for it show it: who is told, how often, in which words."""

from datetime import date, timedelta

import pytest

from coalition.shared import clock
from members.models import Activity, Notice, NoticeStatus, Organization, Person
from projects.depending import add_dependency, remove_dependency
from projects.milestones import edit_milestone
from projects.models import Milestone, Project, ProjectStatus
from projects.network import network_of
from projects.slips import reason, tell_held_up, tell_of_late_milestones
from projects.status import change_status
from projects.tasks import tell_of_slips
from tests.factories import MilestoneFactory, ProjectFactory

DAY = date(2026, 12, 1)


@pytest.fixture
def awaited(inventory: Milestone) -> Milestone:
    """Lakeview's step, due on the first of December."""
    Milestone.objects.update(due_on=DAY)
    inventory.refresh_from_db()
    return inventory


@pytest.fixture
def waiting(awaited: Milestone, cascade: Organization, olga: Person) -> Milestone:
    """Cascade's step in a plan of its own, which takes five days once Lakeview's is reached."""
    project = ProjectFactory(title="Depot", organization=cascade, posted_by=olga)
    milestone: Milestone = MilestoneFactory(
        project=project, title="Depot open", starts_on=DAY, due_on=DAY + timedelta(days=5)
    )
    add_dependency(milestone, waits_for=awaited, actor=olga)
    Notice.objects.all().delete()
    return milestone


@pytest.fixture(autouse=True)
def _some_days_before() -> object:
    with clock.at(clock.now().replace(year=2026, month=11, day=20, hour=12)):
        yield


def held_up() -> list[tuple[str, str]]:
    return [
        (notice.person.name, notice.status) for notice in Notice.objects.filter(kind__contains="held").order_by("pk")
    ]


def test_those_who_answer_for_what_waits_are_told_of_the_slip(
    awaited: Milestone, waiting: Milestone, rita: Person, olga: Person, oren: Person
) -> None:
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))

    notice = Notice.objects.get(person=olga)
    assert (notice.must_act, notice.url) == (False, f"/projects/{waiting.project_id}/#milestone-{waiting.pk}")
    assert notice.sentence == (
        "A milestone of yours is expected later: Depot open (Depot). "
        "Expected Dec 18, 12 days later: waits for Inventory done (Ventilator pool for the Midwest)"
    )
    assert held_up() == [("Olga", "open")]
    row = Activity.objects.get(kind="milestone.held_up")
    assert row.sentence == "Depot open (Depot) is expected later than planned"
    assert row.text.startswith("Expected Dec 18, 12 days later: waits for Inventory done")
    assert waiting.project.topic in row.topics
    assert row.after == {"milestone": waiting.pk, "expected_on": "2026-12-18", "held_up_by": awaited.pk}


def test_a_slip_within_the_slack_tells_nobody(waiting: Milestone, awaited: Milestone, rita: Person) -> None:
    Milestone.objects.filter(pk=waiting.pk).update(due_on=DAY + timedelta(days=30), starts_on=DAY + timedelta(days=20))
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))
    assert held_up() == []
    assert not Activity.objects.filter(kind="milestone.held_up").exists()


def test_it_is_told_once_and_again_only_when_the_plan_changes(
    awaited: Milestone, waiting: Milestone, rita: Person, olga: Person
) -> None:
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))
    assert tell_held_up([awaited.pk], actor=None) == 0
    edit_milestone(awaited, actor=rita, progress=40)
    assert held_up() == [("Olga", "open")]
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=13))
    assert held_up() == [("Olga", "void"), ("Olga", "open")]


def test_the_notice_goes_when_nothing_is_held_up_any_more(
    awaited: Milestone, waiting: Milestone, rita: Person, olga: Person
) -> None:
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))
    edit_milestone(awaited, actor=rita, due_on=DAY)
    assert held_up() == [("Olga", NoticeStatus.VOID)]
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=20))
    edit_milestone(waiting, actor=olga, due_on=DAY + timedelta(days=40), starts_on=DAY + timedelta(days=35))
    assert [status for _who, status in held_up()] == ["void", "void"]


@pytest.mark.parametrize("status", ["reached", "dropped"])
def test_what_is_reached_or_dropped_holds_nobody_up(
    awaited: Milestone, waiting: Milestone, rita: Person, status: str
) -> None:
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))
    edit_milestone(awaited, actor=rita, status=status)
    assert [status for _who, status in held_up()] == ["void"]


def test_a_slip_goes_on_from_one_to_the_next_and_the_reason_names_the_chain(
    awaited: Milestone, waiting: Milestone, lakeview: Organization, rita: Person, carl: Person
) -> None:
    end: Milestone = MilestoneFactory(project=awaited.project, title="All lent", due_on=DAY + timedelta(days=8))
    add_dependency(end, waits_for=waiting, actor=rita)
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))

    network = network_of([end.pk], today=clock.today())
    assert reason(network, end.pk) == (
        "Expected Dec 18, 9 days later: waits for Depot open (Depot), which waits for Inventory done"
    )
    assert held_up() == [("Olga", "open")]  # Lakeview did it itself
    assert Activity.objects.filter(kind="milestone.held_up").count() == 2


def test_what_becomes_late_by_the_days_is_told_each_morning_but_once(
    awaited: Milestone, waiting: Milestone, olga: Person
) -> None:
    assert tell_of_late_milestones(DAY) == 0
    later = DAY + timedelta(days=3)
    with clock.at(clock.now().replace(month=12, day=4)):
        assert tell_of_late_milestones(later) == 1
        assert Notice.objects.get(person=olga).sentence.endswith(
            "Expected Dec 9, 3 days later: waits for Inventory done (Ventilator pool for the Midwest)"
        )
    with clock.at(clock.now().replace(month=12, day=5)):
        assert tell_of_slips() == 0
    assert held_up() == [("Olga", "open")]


def test_nothing_is_told_of_a_plan_that_has_ended(awaited: Milestone, waiting: Milestone) -> None:
    Project.objects.filter(pk=waiting.project_id).update(status=ProjectStatus.CLOSED)
    assert tell_of_late_milestones(DAY + timedelta(days=3)) == 0
    assert held_up() == []


def in_vain() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="notice.milestone_waits_in_vain").order_by("pk")
    return [(notice.person.name, notice.sentence) for notice in rows]


WORDS = (
    "A milestone of yours waits for one that will not come: "
    "Depot open (Depot), for Inventory done (Ventilator pool for the Midwest)"
)


def test_those_who_wait_are_told_that_it_is_dropped(
    awaited: Milestone, waiting: Milestone, rita: Person, olga: Person
) -> None:
    edit_milestone(awaited, actor=rita, status="dropped")
    assert in_vain() == [("Olga", WORDS)]
    remove_dependency(waiting.dependencies.get(), actor=olga)
    assert not Notice.objects.open().exists()


def test_those_who_wait_are_told_that_its_project_is_closed_and_no_longer_held_up(
    awaited: Milestone, waiting: Milestone, rita: Person, olga: Person
) -> None:
    edit_milestone(awaited, actor=rita, due_on=DAY + timedelta(days=12))
    change_status(awaited.project, actor=rita, status="closed", reason="No funds.")
    assert in_vain() == [("Olga", WORDS)]
    assert [status for _who, status in held_up()] == ["void"]


def test_whoever_drops_what_only_they_wait_for_is_not_told(awaited: Milestone, rita: Person) -> None:
    own: Milestone = MilestoneFactory(project=awaited.project, title="Shipped", due_on=DAY)
    add_dependency(own, waits_for=awaited, actor=rita)
    edit_milestone(awaited, actor=rita, status="dropped")
    assert in_vain() == []
