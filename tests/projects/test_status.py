import itertools

import pytest

from coalition.shared.errors import IllegalTransition, Invalid, NotAllowed
from members.models import Activity, Notice, NoticeStatus, Organization, Person
from projects.milestones import add_milestone
from projects.models import Partner, Project, ProjectStatus
from projects.models.project import TRANSITIONS
from projects.status import change_status
from tests.factories import MembershipFactory, PartnerFactory

LEGAL = {
    ("proposed", "active"),
    ("proposed", "closed"),
    ("active", "paused"),
    ("active", "delivered"),
    ("active", "closed"),
    ("paused", "active"),
    ("paused", "closed"),
    ("delivered", "active"),
    ("delivered", "closed"),
    ("closed", "active"),
}


@pytest.fixture
def confirmed_lab(pool: Project) -> Organization:
    """A third organization, partner in the plan, with one person who writes for it."""
    partner = PartnerFactory(project=pool, status="confirmed")
    MembershipFactory(organization=partner.organization)
    return partner.organization


@pytest.mark.parametrize(("old", "new"), list(itertools.product(ProjectStatus.values, repeat=2)))
def test_the_table_of_states(old: str, new: str) -> None:
    assert (new in TRANSITIONS[ProjectStatus(old)]) == ((old, new) in LEGAL)


def test_the_verb_asks_the_table(pool: Project, rita: Person) -> None:
    with pytest.raises(IllegalTransition):
        change_status(pool, actor=rita, status="delivered")
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.PROPOSED
    assert not Activity.objects.exists()


def test_a_change_is_told_with_its_reason(pool: Project, rita: Person) -> None:
    change_status(pool, actor=rita, status="active", reason=" The first ten are here. ")

    row = Activity.objects.get()
    assert row.sentence == "Rita made Ventilator pool for the Midwest active"
    assert row.text == "The first ten are here."
    assert pool.topic in row.topics
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.ACTIVE


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_a_pause_or_an_end_needs_a_reason(pool: Project, rita: Person, status: str) -> None:
    change_status(pool, actor=rita, status="active")
    with pytest.raises(Invalid) as refused:
        change_status(pool, actor=rita, status=status, reason="  ")
    assert refused.value.field == "reason"
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.ACTIVE


def test_a_status_that_does_not_exist_is_refused(pool: Project, rita: Person) -> None:
    with pytest.raises(Invalid):
        change_status(pool, actor=rita, status="finished")


def test_only_writers_of_the_lead_and_admins_change_it(
    pool: Project, reed: Person, olga: Person, cora: Person, ada: Person
) -> None:
    for other in (reed, olga, cora):
        with pytest.raises(NotAllowed):
            change_status(pool, actor=other, status="active")
    change_status(pool, actor=ada, status="closed", reason="Posted twice.")
    pool.refresh_from_db()
    assert pool.status == ProjectStatus.CLOSED


def test_closing_voids_what_waited_for_others(
    asked: Partner, confirmed_lab: Organization, pool: Project, rita: Person
) -> None:
    add_milestone(pool, actor=rita, title="Ship", organization=confirmed_lab, due_on=pool.posted_at.date())
    assert Notice.objects.open().count() == 2
    change_status(pool, actor=rita, status="closed", reason="Overtaken by events.")
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.VOID}
