"""What milestones wait for: who may say it, what is refused, and what the database holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Activity, Notice, Organization, Person
from projects.depending import MOST, add_dependency, remove_dependency
from projects.models import Dependency, Milestone, MilestoneStatus, Partner, Project, ProjectStatus
from tests.factories import MilestoneFactory, ProjectFactory


@pytest.fixture
def shipped(inventory: Milestone) -> Milestone:
    """The next step of the same plan."""
    return MilestoneFactory(project=inventory.project, title="Ten shipped", due_on=inventory.due_on + timedelta(days=9))


@pytest.fixture
def elsewhere(cascade: Organization, olga: Person) -> Milestone:
    """A step of Cascade's own plan."""
    project = ProjectFactory(title="Depot", organization=cascade, posted_by=olga)
    return MilestoneFactory(project=project, title="Depot open")


def test_a_milestone_waits_for_another_and_it_is_told(shipped: Milestone, inventory: Milestone, carl: Person) -> None:
    dependency = add_dependency(shipped, waits_for=inventory, actor=carl)

    assert shipped.dependencies.get() == dependency
    row = Activity.objects.get()
    assert row.sentence.startswith("Lakeview Health lets a milestone wait for another: Ten shipped")
    assert row.text == "Waits for Inventory done (Ventilator pool for the Midwest)"
    assert row.after == {"milestone": shipped.pk, "waits_for": inventory.pk}
    assert not Notice.objects.exists()  # they answer for both


def test_saying_it_twice_changes_nothing(shipped: Milestone, inventory: Milestone, carl: Person) -> None:
    first = add_dependency(shipped, waits_for=inventory, actor=carl)
    assert add_dependency(shipped, waits_for=inventory, actor=carl) == first
    assert Activity.objects.count() == 1


def test_those_who_answer_for_it_in_another_plan_are_told(
    inventory: Milestone, elsewhere: Milestone, rita: Person, olga: Person, oren: Person
) -> None:
    dependency = add_dependency(inventory, waits_for=elsewhere, actor=rita)

    notice = Notice.objects.get()
    assert (notice.person, notice.must_act) == (olga, False)
    assert notice.sentence == (
        "Others wait for a milestone of yours: Depot open (Depot), by Inventory done (Ventilator pool for the Midwest)"
    )
    assert elsewhere.project.topic in Activity.objects.get().topics
    remove_dependency(dependency, actor=rita)
    assert not Notice.objects.open().exists()


def test_the_one_who_answers_for_the_step_may_say_what_it_waits_for_and_nobody_else(
    inventory: Milestone,
    elsewhere: Milestone,
    confirmed: Partner,
    olga: Person,
    reed: Person,
    cora: Person,
    ada: Person,
) -> None:
    for other in (olga, reed, cora, ada):
        with pytest.raises(NotAllowed):
            add_dependency(inventory, waits_for=elsewhere, actor=other)
    Milestone.objects.filter(pk=inventory.pk).update(organization=confirmed.organization)
    dependency = add_dependency(inventory, waits_for=elsewhere, actor=olga)
    with pytest.raises(NotAllowed):
        remove_dependency(dependency, actor=reed)


def test_taking_it_away_is_told_and_done_once(shipped: Milestone, inventory: Milestone, rita: Person) -> None:
    dependency = add_dependency(shipped, waits_for=inventory, actor=rita)
    remove_dependency(Dependency.objects.get(pk=dependency.pk), actor=rita)
    remove_dependency(dependency, actor=rita)

    assert not Dependency.objects.exists()
    kinds = list(Activity.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["milestone.waits", "milestone.waits_no_longer"]


def test_a_circle_is_refused_however_long_and_across_plans(
    shipped: Milestone, inventory: Milestone, elsewhere: Milestone, rita: Person, olga: Person
) -> None:
    add_dependency(shipped, waits_for=inventory, actor=rita)
    add_dependency(elsewhere, waits_for=shipped, actor=olga)
    for milestone, other in ((inventory, shipped), (inventory, elsewhere)):
        with pytest.raises(Conflict) as refused:
            add_dependency(milestone, waits_for=other, actor=rita)
        assert refused.value.code == "circle"
    with pytest.raises(Invalid):
        add_dependency(inventory, waits_for=inventory, actor=rita)


@pytest.mark.parametrize("status", [ProjectStatus.CLOSED, ProjectStatus.DELIVERED])
def test_nothing_waits_for_what_will_not_come(
    inventory: Milestone, elsewhere: Milestone, rita: Person, status: str
) -> None:
    Milestone.objects.filter(pk=elsewhere.pk).update(status=MilestoneStatus.DROPPED)
    with pytest.raises(Conflict) as refused:
        add_dependency(inventory, waits_for=elsewhere, actor=rita)
    assert refused.value.code == "will_not_come"
    Milestone.objects.filter(pk=elsewhere.pk).update(status=MilestoneStatus.PLANNED)
    Project.objects.filter(pk=elsewhere.project_id).update(status=status)
    with pytest.raises(Conflict):
        add_dependency(inventory, waits_for=elsewhere, actor=rita)


def test_a_closed_plan_takes_none(shipped: Milestone, inventory: Milestone, rita: Person) -> None:
    Project.objects.filter(pk=inventory.project_id).update(status=ProjectStatus.CLOSED)
    with pytest.raises(Conflict):
        add_dependency(shipped, waits_for=inventory, actor=rita)


def test_one_milestone_waits_for_fifty_at_most(inventory: Milestone, shipped: Milestone, rita: Person) -> None:
    others = MilestoneFactory.create_batch(MOST, project=inventory.project)
    Dependency.objects.bulk_create(Dependency(milestone=inventory, waits_for=other) for other in others)
    with pytest.raises(Conflict, match="50"):
        add_dependency(inventory, waits_for=shipped, actor=rita)


def refuses(*pairs: tuple[Milestone, Milestone]) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Dependency.objects.bulk_create(Dependency(milestone=one, waits_for=other) for one, other in pairs)
    return str(refused.value)


def test_the_database_itself_holds_no_circle_no_loop_and_no_row_twice(
    shipped: Milestone, inventory: Milestone, elsewhere: Milestone
) -> None:
    assert "dependency_on_another" in refuses((inventory, inventory))
    assert "waits for it" in refuses((shipped, inventory), (inventory, shipped))
    assert "waits for it" in refuses((shipped, inventory), (elsewhere, shipped), (inventory, elsewhere))
    assert "dependency_unique" in refuses((shipped, inventory), (shipped, inventory))
    row = Dependency.objects.create(milestone=shipped, waits_for=inventory)
    Dependency.objects.create(milestone=inventory, waits_for=elsewhere)
    with pytest.raises(IntegrityError, match="waits for it"), transaction.atomic():
        Dependency.objects.filter(pk=row.pk).update(milestone=elsewhere)


def test_the_day_first_planned_is_kept_by_the_database(inventory: Milestone) -> None:
    inventory.refresh_from_db()
    assert inventory.first_due_on == inventory.due_on
    with pytest.raises(IntegrityError, match="first planned is kept"), transaction.atomic():
        Milestone.objects.update(first_due_on=inventory.due_on + timedelta(days=1))
    Milestone.objects.update(due_on=inventory.due_on + timedelta(days=3))
    inventory.refresh_from_db()
    assert inventory.slipped_by == 3


def test_a_start_after_the_day_due_is_refused_by_the_database_too(inventory: Milestone) -> None:
    with pytest.raises(IntegrityError, match="milestone_starts_before_it_is_due"), transaction.atomic():
        Milestone.objects.update(starts_on=inventory.due_on + timedelta(days=1))


def test_milestones_that_are_seen_show_what_they_wait_for(inventory: Milestone, olga: Person, nora: Person) -> None:
    Dependency.objects.create(milestone=inventory, waits_for=MilestoneFactory(project=inventory.project))
    assert Dependency.objects.visible_to(olga).exists()
    assert not Dependency.objects.visible_to(nora).exists()
