import pytest

from coalition.shared import clock
from coalition.shared.errors import NotAllowed
from members.models import Activity, Follow, Organization, Person
from projects.following import follow_project, unfollow_project
from projects.models import Project, Workgroup, WorkgroupMembership
from projects.workgroups import join_workgroup, leave_workgroup, set_lead
from tests.factories import MembershipFactory


def test_the_fourteen_workgroups_of_2020_are_there(db: None) -> None:
    assert Workgroup.objects.active().count() == 14


def test_whoever_joins_takes_part_and_follows(supply: Workgroup, reed: Person) -> None:
    join_workgroup(supply, person=reed)

    assert list(supply.members.all()) == [reed]
    assert Follow.objects.get().topic == "workgroup:supply-chain"
    row = Activity.objects.get()
    assert row.sentence == "Reed joined the workgroup Supply Chain"
    assert row.topics == ["workgroup:supply-chain"]


def test_joining_twice_changes_nothing(supply: Workgroup, reed: Person) -> None:
    join_workgroup(supply, person=reed)
    join_workgroup(supply, person=reed)
    assert WorkgroupMembership.objects.count() == Activity.objects.count() == 1


def test_coordinators_without_an_employer_may_join(supply: Workgroup, cora: Person) -> None:
    join_workgroup(supply, person=cora)
    assert WorkgroupMembership.objects.current().get().person == cora


def test_nobody_outside_the_coalition_joins(supply: Workgroup, nora: Person, abel: Person, sam: Person) -> None:
    for outsider in (nora, abel, sam):
        with pytest.raises(NotAllowed):
            join_workgroup(supply, person=outsider)
        assert not Workgroup.objects.visible_to(outsider).exists()


def test_a_workgroup_no_longer_active_takes_nobody(supply: Workgroup, rita: Person) -> None:
    supply.is_active = False
    supply.save()
    with pytest.raises(NotAllowed):
        join_workgroup(supply, person=rita)


def test_whoever_leaves_follows_no_longer(supply: Workgroup, rita: Person) -> None:
    join_workgroup(supply, person=rita)
    assert leave_workgroup(supply, person=rita) is True
    assert not supply.members.exists()
    assert not Follow.objects.exists()
    assert leave_workgroup(supply, person=rita) is False
    assert Activity.objects.count() == 2


def test_who_left_the_coalition_is_shown_no_longer(supply: Workgroup, rita: Person, lakeview: Organization) -> None:
    join_workgroup(supply, person=rita)
    MembershipFactory(organization=lakeview)
    rita.memberships.update(ended_at=clock.now())
    assert not WorkgroupMembership.objects.current().exists()


def test_admins_name_and_release_leads(supply: Workgroup, rita: Person, ada: Person) -> None:
    membership = join_workgroup(supply, person=rita)
    set_lead(membership, actor=ada, is_lead=True)
    set_lead(membership, actor=ada, is_lead=True)
    membership.refresh_from_db()
    assert membership.is_lead
    set_lead(membership, actor=ada, is_lead=False)
    membership.refresh_from_db()
    assert not membership.is_lead
    assert Activity.objects.exclude(kind="workgroup.joined").count() == 2


def test_nobody_else_names_leads(supply: Workgroup, rita: Person, cora: Person) -> None:
    membership = join_workgroup(supply, person=rita)
    for other in (rita, cora):
        with pytest.raises(NotAllowed):
            set_lead(membership, actor=other, is_lead=True)


def test_a_member_may_follow_a_project_and_stop(pool: Project, olga: Person, nora: Person) -> None:
    follow_project(pool, person=olga)
    follow_project(pool, person=olga)
    assert Follow.objects.get().topic == pool.topic
    unfollow_project(pool, person=olga)
    assert not Follow.objects.exists()
    with pytest.raises(NotAllowed):
        follow_project(pool, person=nora)
