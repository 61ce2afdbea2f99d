"""Joining an organization, changing roles in it, leaving it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.models import Activity, Membership, Organization, Person, Role
from members.people import change_role, hand_over, join, leave, undo_removal
from members.standing import leave_coalition
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def commit_of(change):
    """Make a change past the verbs, and have the database check what it checks at commit."""
    change()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_representative_takes_somebody_in(rita, nora, lakeview):
    assert not nora.is_member
    membership = join(lakeview, person=nora, role=Role.READER, actor=rita)
    assert (membership.role, membership.ended_at) == ("reader", None)
    assert nora.is_member
    assert Activity.objects.visible_to(rita).get().sentence == "Nora joined Lakeview Health"


def test_an_admin_may_do_so_for_any_organization(ada, nora, cascade):
    assert join(cascade, person=nora, role=Role.REPRESENTATIVE, actor=ada).role == Role.REPRESENTATIVE


def test_nobody_else_takes_people_in(carl, reed, olga, nora, cora, lakeview):
    for person in (carl, reed, olga, nora, cora):
        with pytest.raises(NotAllowed):
            join(lakeview, person=nora, role=Role.READER, actor=person)


def test_one_belongs_once(rita, carl, lakeview):
    with pytest.raises(Conflict, match="already"):
        join(lakeview, person=carl, role=Role.READER, actor=rita)


def test_a_role_is_one_of_three(rita, carl, nora, lakeview):
    with pytest.raises(Invalid):
        join(lakeview, person=nora, role="admin", actor=rita)
    with pytest.raises(Invalid):
        change_role(lakeview, person=carl, role="admin", actor=rita)


def test_who_may_not_sign_in_does_not_join(rita, nora, lakeview):
    nora.is_active = False
    with pytest.raises(Conflict):
        join(lakeview, person=nora, role=Role.READER, actor=rita)


def test_nobody_joins_what_is_no_longer_in_the_coalition(rita, nora, lakeview):
    leave_coalition(lakeview, actor=rita)
    with pytest.raises(Conflict):
        join(lakeview, person=nora, role=Role.READER, actor=rita)


def test_a_representative_changes_a_role(rita, reed, lakeview, cascade):
    change_role(lakeview, person=reed, role=Role.CONTRIBUTOR, actor=rita)
    assert reed.memberships.get().role == Role.CONTRIBUTOR
    assert Activity.objects.get().sentence == "Rita changed the role of Reed in Lakeview Health"


def test_the_same_role_again_is_no_change(rita, reed, lakeview):
    change_role(lakeview, person=reed, role=Role.READER, actor=rita)
    assert not Activity.objects.exists()


def test_nobody_gives_themselves_a_role(carl, lakeview):
    with pytest.raises(NotAllowed):
        change_role(lakeview, person=carl, role=Role.REPRESENTATIVE, actor=carl)


def test_the_last_representative_stays_until_there_is_another(rita, carl, lakeview):
    for attempt in (
        lambda: leave(lakeview, person=rita, actor=rita),
        lambda: change_role(lakeview, person=rita, role=Role.READER, actor=rita),
    ):
        with pytest.raises(Conflict, match="last representative"):
            attempt()
    change_role(lakeview, person=carl, role=Role.REPRESENTATIVE, actor=rita)
    leave(lakeview, person=rita, actor=rita)
    assert not rita.is_member


def test_a_representative_who_may_not_sign_in_does_not_count(rita, lakeview):
    MembershipFactory(organization=lakeview, person__is_active=False)
    with pytest.raises(Conflict, match="last representative"):
        leave(lakeview, person=rita, actor=rita)


def test_people_leave_by_themselves_and_may_come_back(rita, carl, lakeview):
    ended = leave(lakeview, person=carl, actor=carl)
    assert ended.ended_at
    join(lakeview, person=carl, role=Role.READER, actor=rita)
    assert Membership.objects.filter(person=carl).count() == 2


def test_a_representative_removes_somebody(rita, carl, lakeview):
    leave(lakeview, person=carl, actor=rita)
    assert not Person.objects.get(pk=carl.pk).is_member


def test_nobody_else_removes_people(carl, reed, olga, lakeview):
    for person in (carl, olga):
        with pytest.raises(NotAllowed):
            leave(lakeview, person=reed, actor=person)


def test_who_does_not_belong_cannot_leave(nora, lakeview):
    with pytest.raises(Conflict, match="does not belong"):
        leave(Organization.objects.get(pk=lakeview.pk), person=nora, actor=nora)


def test_the_last_representative_hands_over_and_leaves_in_one_step(rita, carl, lakeview):
    hand_over(lakeview, person=rita, successor=carl, actor=rita)
    assert not rita.is_member
    assert carl.memberships.get().role == Role.REPRESENTATIVE


def test_who_hands_over_may_stay_in_another_role(rita, carl, lakeview):
    hand_over(lakeview, person=rita, successor=carl, role=Role.READER, actor=rita)
    assert rita.memberships.get().role == Role.READER
    assert lakeview.memberships.filter(role=Role.REPRESENTATIVE).get().person == carl


def test_nothing_is_handed_over_to_oneself_or_to_strangers(rita, carl, olga, lakeview):
    carl.is_active = False
    carl.save()
    for successor, words in ((rita, "somebody else"), (olga, "does not belong"), (carl, "may not sign in")):
        with pytest.raises(Conflict, match=words):
            hand_over(lakeview, person=rita, successor=successor, actor=rita)
    assert rita.memberships.get().role == Role.REPRESENTATIVE


def test_nobody_else_hands_over(carl, reed, rita, olga, lakeview):
    for person in (carl, olga):
        with pytest.raises(NotAllowed):
            hand_over(lakeview, person=rita, successor=carl, actor=person)


def test_a_removal_can_be_undone_for_an_hour(rita, carl, lakeview):
    removed = leave(lakeview, person=carl, actor=rita)
    again = undo_removal(removed, actor=rita)
    assert again.role == Role.CONTRIBUTOR
    removed = leave(lakeview, person=carl, actor=rita)
    with clock.at(clock.now() + timedelta(minutes=61)), pytest.raises(Conflict, match="no longer"):
        undo_removal(removed, actor=rita)


def test_who_left_by_themselves_is_not_taken_back(rita, carl, olga, lakeview):
    left = leave(lakeview, person=carl, actor=carl)
    with pytest.raises(Conflict, match="no longer"):
        undo_removal(left, actor=rita)
    with pytest.raises(NotAllowed):
        undo_removal(left, actor=olga)


@pytest.mark.parametrize("change", [{"role": Role.READER}, {"ended_at": clock.now() + timedelta(days=1)}])
def test_the_database_keeps_a_representative_for_every_member(rita, carl, lakeview, change):
    with pytest.raises(IntegrityError, match="keeps a representative"), transaction.atomic():
        commit_of(lambda: Membership.objects.filter(person=rita).update(**change))


def test_the_database_lets_an_organization_out_of_the_coalition_go_without(rita, lakeview):
    leave_coalition(lakeview, actor=rita)
    commit_of(lambda: Membership.objects.filter(person=rita).update(role=Role.READER))


def test_an_organization_out_of_the_coalition_needs_no_representative(rita, lakeview):
    leave_coalition(lakeview, actor=rita)
    assert leave(lakeview, person=rita, actor=rita).ended_by == rita
