"""Coordinators and admins of the coalition."""

import pytest

from coalition.shared.errors import Conflict, NotAllowed
from members.appointments import appoint, bar, let_in
from members.models import Activity, Person

pytestmark = pytest.mark.django_db


def test_an_admin_appoints_a_coordinator(ada, rita):
    appoint(rita, actor=ada, coordinator=True)
    stored = Person.objects.get(pk=rita.pk)
    assert (stored.is_coordinator, stored.is_admin) == (True, False)
    row = Activity.objects.visible_to(rita).get()
    assert (row.sentence, row.text) == ("Ada changed the coalition role of Rita", "Now: coordinator.")


def test_what_is_not_named_stays(ada, cora):
    appoint(cora, actor=ada, admin=True)
    assert (cora.is_coordinator, cora.is_admin) == (True, True)


def test_the_same_again_is_no_change(ada, cora):
    appoint(cora, actor=ada, coordinator=True)
    assert not Activity.objects.exists()


def test_a_role_is_taken_away(ada, cora):
    appoint(cora, actor=ada, coordinator=False)
    assert not cora.is_coordinator
    assert Activity.objects.get().text == "No role of the coalition any longer."


def test_nobody_else_appoints(rita, cora):
    for person in (rita, cora):
        with pytest.raises(NotAllowed):
            appoint(person, actor=person, admin=True)


def test_the_coalition_keeps_an_admin(ada, rita):
    with pytest.raises(Conflict, match="only admin"):
        appoint(ada, actor=ada, admin=False)
    appoint(rita, actor=ada, admin=True)
    appoint(ada, actor=rita, admin=False)
    assert list(Person.objects.filter(is_admin=True)) == [rita]


def test_who_may_not_sign_in_holds_no_role(ada, rita):
    Person.objects.filter(pk=rita.pk).update(is_active=False)
    with pytest.raises(Conflict):
        appoint(rita, actor=ada, coordinator=True)


def test_only_admins_bar_and_let_in(rita, cora, carl):
    for verb in (bar, let_in):
        for person in (rita, cora):
            with pytest.raises(NotAllowed):
                verb(carl, actor=person)


def test_barring_is_recorded_for_the_admins_and_done_once(ada, rita, carl):
    bar(carl, actor=ada)
    bar(carl, actor=ada)
    assert not Person.objects.get(pk=carl.pk).is_active
    assert Activity.objects.visible_to(ada).get().sentence == "Ada barred Carl from signing in"
    assert not Activity.objects.visible_to(rita).exists()
    let_in(carl, actor=ada)
    assert Person.objects.get(pk=carl.pk).is_active


def test_the_last_admin_is_not_barred(ada):
    with pytest.raises(Conflict, match="only admin"):
        bar(ada, actor=ada)
