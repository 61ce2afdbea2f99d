"""Two who say at the same moment what milestones wait for: what the lock holds."""

from collections.abc import Callable
from itertools import permutations

import pytest
from django.db import DatabaseError, transaction

from members.models import Organization, Person
from projects.depending import add_dependency, remove_dependency
from projects.milestones import edit_milestone
from projects.models import Dependency, Milestone
from tests.factories import MilestoneFactory, ProjectFactory
from tests.members.test_at_once import again, at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


@pytest.fixture
def pair(lakeview: Organization, cascade: Organization, rita: Person, olga: Person) -> tuple[Milestone, Milestone]:
    """A milestone each of two plans of two organizations."""
    ours = ProjectFactory(organization=lakeview, posted_by=rita)
    theirs = ProjectFactory(organization=cascade, posted_by=olga)
    return MilestoneFactory(project=ours, title="Ours"), MilestoneFactory(project=theirs, title="Theirs")


def fresh(milestone: Milestone) -> Milestone:
    return Milestone.objects.select_related("project", "organization").get(pk=milestone.pk)


def waiting(one: Milestone, other: Milestone, person: Person) -> Callable[[], object]:
    return lambda: add_dependency(fresh(one), waits_for=fresh(other), actor=again(person))


def test_of_two_halves_of_a_circle_one_is_refused(
    pair: tuple[Milestone, Milestone], rita: Person, olga: Person
) -> None:
    ours, theirs = pair
    for _round in range(ROUNDS):
        refusals = at_once(waiting(ours, theirs, rita), waiting(theirs, ours, olga))
        assert len(refusals) == 1
        assert "circle" in refusals[0]
        Dependency.objects.get().delete()


def test_of_three_thirds_of_a_circle_one_is_refused(lakeview: Organization, rita: Person) -> None:
    for _round in range(ROUNDS):
        one, two, three = (
            MilestoneFactory(project=ProjectFactory(organization=lakeview, posted_by=rita)) for _each in range(3)
        )
        acts = [waiting(a, b, rita) for a, b in ((one, two), (two, three), (three, one))]
        assert len(at_once(*acts)) == 1
    assert Dependency.objects.count() == 2 * ROUNDS


def test_all_directions_at_once_leave_no_circle(lakeview: Organization, rita: Person) -> None:
    four = MilestoneFactory.create_batch(4, project=ProjectFactory(organization=lakeview, posted_by=rita))
    refusals = at_once(*[waiting(one, other, rita) for one, other in permutations(four, 2)])
    assert len(refusals) == 6  # of each pair one half
    assert Dependency.objects.count() == 6


def test_the_same_said_twice_at_once_is_one_row(pair: tuple[Milestone, Milestone], rita: Person) -> None:
    ours, theirs = pair
    assert at_once(*[waiting(ours, theirs, rita)] * 4) == []
    assert Dependency.objects.count() == 1


def test_of_two_halves_past_the_verb_the_database_refuses_one(pair: tuple[Milestone, Milestone]) -> None:
    ours, theirs = pair
    refused: list[str] = []

    def write(one: Milestone, other: Milestone) -> None:
        try:
            with transaction.atomic():
                Dependency.objects.create(milestone=one, waits_for=other)
        except DatabaseError as error:
            refused.append(str(error))

    for _round in range(ROUNDS):
        refused.clear()
        at_once(lambda: write(ours, theirs), lambda: write(theirs, ours))
        assert len(refused) == 1
        assert "waits for it" in refused[0]
        Dependency.objects.get().delete()


def test_moving_and_depending_at_once_neither_hang_nor_fail(
    pair: tuple[Milestone, Milestone], rita: Person, olga: Person
) -> None:
    ours, theirs = pair
    for round_ in range(ROUNDS):
        day = theirs.due_on.replace(year=theirs.due_on.year + 1 + round_)
        refusals = at_once(
            waiting(ours, theirs, rita),
            lambda day=day: edit_milestone(fresh(theirs), actor=again(olga), due_on=day),
            lambda day=day: edit_milestone(fresh(ours), actor=again(rita), due_on=day),
        )
        assert refusals == []
        remove_dependency(Dependency.objects.get(), actor=again(rita))
