"""A member suspended, reinstated, gone."""

import pytest

from coalition.shared.errors import IllegalTransition, Invalid, NotAllowed
from coalition.shared.states import check
from members.models import Activity, Notice, Organization, OrganizationStatus, Person
from members.models.organization import TRANSITIONS
from members.standing import leave_coalition, reinstate, suspend

pytestmark = pytest.mark.django_db


def test_an_admin_suspends_a_member_and_its_people_are_told(ada, rita, reed, olga, lakeview):
    suspend(lakeview, actor=ada, reason="Sold what it was given.")
    assert Organization.objects.get(pk=lakeview.pk).status == OrganizationStatus.SUSPENDED
    assert not Person.objects.get(pk=rita.pk).is_member
    told = Notice.objects.open().values_list("person__name", "kind", "must_act")
    assert sorted(told) == [("Reed", "notice.suspended", False), ("Rita", "notice.suspended", False)]


def test_the_reason_is_read_by_its_people_and_not_by_all(ada, rita, olga, cora, lakeview):
    suspend(lakeview, actor=ada, reason="Sold what it was given.")
    assert Activity.objects.visible_to(Person.objects.get(pk=rita.pk)).get().text == "Sold what it was given."
    assert Activity.objects.visible_to(cora).exists()
    assert not Activity.objects.visible_to(olga).exists()


def test_a_suspension_has_a_reason(ada, lakeview):
    with pytest.raises(Invalid) as refused:
        suspend(lakeview, actor=ada, reason=" ")
    assert refused.value.field == "reason"


def test_only_admins_suspend_and_reinstate(rita, olga, cora, lakeview, seaview, sam):
    for person in (rita, olga, cora, sam):
        with pytest.raises(NotAllowed):
            suspend(lakeview, actor=person, reason="Rivals.")
        with pytest.raises(NotAllowed):
            reinstate(seaview, actor=person)


def test_a_suspended_member_is_reinstated(ada, sam, seaview):
    since = seaview.admitted_at
    reinstate(seaview, actor=ada)
    assert (seaview.is_admitted, seaview.admitted_at) == (True, since)
    assert Notice.objects.open().get(person=sam).kind == "notice.reinstated"


def test_reinstating_takes_back_the_word_of_the_suspension(ada, rita, lakeview):
    suspend(lakeview, actor=ada, reason="A mistake.")
    reinstate(lakeview, actor=ada)
    assert [notice.kind for notice in Notice.objects.open()] == ["notice.reinstated"]


def test_an_applicant_is_not_reinstated_into_membership(ada, northfork):
    with pytest.raises(IllegalTransition):
        reinstate(northfork, actor=ada)


def test_a_representative_takes_the_organization_out(rita, lakeview, olga):
    leave_coalition(lakeview, actor=rita, reason="We merge.")
    assert lakeview.status == OrganizationStatus.LEFT
    assert not rita.is_member
    assert Activity.objects.visible_to(olga).get().sentence == "Lakeview Health left the coalition"


def test_a_suspended_organization_may_leave(sam, seaview):
    assert leave_coalition(seaview, actor=sam).status == OrganizationStatus.LEFT


def test_nobody_else_takes_it_out(carl, reed, olga, cora, lakeview):
    for person in (carl, reed, olga, cora):
        with pytest.raises(NotAllowed):
            leave_coalition(lakeview, actor=person)


LEGAL = {
    ("applicant", "admitted"),
    ("applicant", "declined"),
    ("admitted", "inactive"),
    ("admitted", "suspended"),
    ("admitted", "left"),
    ("admitted", "merged"),
    ("inactive", "admitted"),
    ("inactive", "suspended"),
    ("inactive", "left"),
    ("inactive", "merged"),
    ("suspended", "admitted"),
    ("suspended", "left"),
    ("suspended", "merged"),
    ("left", "applicant"),
    ("declined", "applicant"),
}


@pytest.mark.parametrize("old", OrganizationStatus.values)
@pytest.mark.parametrize("new", OrganizationStatus.values)
def test_the_states_of_an_organization(old, new):
    if (old, new) in LEGAL:
        check(TRANSITIONS, OrganizationStatus, old=old, new=new)
    else:
        with pytest.raises(IllegalTransition):
            check(TRANSITIONS, OrganizationStatus, old=old, new=new)
