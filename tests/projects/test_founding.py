"""Workgroups are set up, described, led and closed by the admins."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared.errors import Invalid, NotAllowed
from members.models import Person
from projects.founding import close_workgroup, describe_workgroup, found_workgroup, reopen_workgroup
from projects.models import Workgroup, WorkgroupMembership
from projects.workgroups import join_workgroup
from tests.audit import trail
from tests.conftest import ClientOf
from tests.factories import PersonFactory, WorkgroupFactory

pytestmark = pytest.mark.django_db
PAGE = "/desk/workgroups/"


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def test_one_is_set_up_behind_the_others(ada: Person) -> None:
    workgroup = found_workgroup(actor=ada, name=" Long COVID ", charge="What stays.")
    assert (workgroup.name, workgroup.slug, workgroup.is_active) == ("Long COVID", "long-covid", True)
    assert list(Workgroup.objects.all())[-1] == workgroup
    assert trail()[-1].after == {"workgroup": workgroup.pk, "active": True}


@pytest.mark.parametrize("name", ["", "!!!", "Testing", "testing!", "x" * 81, "a\x00b"])
def test_a_name_that_will_not_do_is_refused_at_its_field(ada: Person, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found_workgroup(actor=ada, name=name)
    assert refusal.value.field == "name"


def test_it_is_described_anew_and_keeps_its_address(ada: Person) -> None:
    workgroup = WorkgroupFactory(name="Old", slug="old", charge="Same")
    describe_workgroup(workgroup, actor=ada, name="New", charge="Same")
    workgroup.refresh_from_db()
    assert (workgroup.name, workgroup.slug) == ("New", "old")
    assert trail()[-1].after == {"workgroup": workgroup.pk, "changed": ["name"]}
    count = len(trail())
    describe_workgroup(workgroup, actor=ada, name="New", charge="Same")
    assert len(trail()) == count


def test_it_is_closed_and_opened_again(ada: Person) -> None:
    workgroup = WorkgroupFactory()
    close_workgroup(workgroup, actor=ada)
    close_workgroup(workgroup, actor=ada)
    assert not workgroup.is_active
    reopen_workgroup(workgroup, actor=ada)
    assert workgroup.is_active
    assert [entry.kind for entry in trail()] == ["workgroup.closed", "workgroup.reopened"]


def test_nobody_else_may(rita: Person, cora: Person) -> None:
    workgroup = WorkgroupFactory()
    for person in (rita, cora):
        with pytest.raises(NotAllowed):
            found_workgroup(actor=person, name="Mine")
        with pytest.raises(NotAllowed):
            describe_workgroup(workgroup, actor=person, name="Mine", charge="")
        with pytest.raises(NotAllowed):
            close_workgroup(workgroup, actor=person)
        with pytest.raises(NotAllowed):
            reopen_workgroup(workgroup, actor=person)


# The pages


def test_the_desk_sets_one_up(desk: Client) -> None:
    answer = desk.post(PAGE, {"name": "Long COVID", "charge": "What stays."}, follow=True)
    assert answer.redirect_chain == [("/desk/workgroups/long-covid/", 302)]
    refused = desk.post(PAGE, {"name": "long covid", "charge": "Again"})
    assert refused.status_code == 422
    assert "There is a workgroup of this name" in refused.content.decode()
    assert "Again" in refused.content.decode()


def test_the_desk_describes_one(desk: Client) -> None:
    WorkgroupFactory(name="Old", slug="old")
    desk.post(f"{PAGE}old/", {"name": "New", "charge": "More"})
    assert Workgroup.objects.get(slug="old").charge == "More"
    refused = desk.post(f"{PAGE}old/", {"name": "Testing", "charge": "More"})
    assert refused.status_code == 422
    assert "<h1>New</h1>" in refused.content.decode()


def test_the_desk_names_and_releases_leads(desk: Client, rita: Person) -> None:
    workgroup = WorkgroupFactory(slug="ours")
    membership = join_workgroup(workgroup, person=rita)
    for said, is_lead in (("yes", True), ("no", False)):
        desk.post(f"{PAGE}ours/leads/{membership.pk}/", {"lead": said})
        assert WorkgroupMembership.objects.get(pk=membership.pk).is_lead is is_lead
    assert desk.post(f"{PAGE}testing/leads/{membership.pk}/", {"lead": "yes"}).status_code == 404


def test_the_desk_finds_who_takes_part(desk: Client, rita: Person, carl: Person) -> None:
    workgroup = WorkgroupFactory(slug="ours")
    for person in (rita, carl):
        join_workgroup(workgroup, person=person)
    text = desk.get(f"{PAGE}ours/?q=RITA").content.decode()
    assert "rita@example.org" in text
    assert "carl@example.org" not in text
    assert "Nobody fits" in desk.get(f"{PAGE}ours/?q=xyz").content.decode()


def test_the_desk_closes_one_and_offers_to_open_it_again(desk: Client) -> None:
    WorkgroupFactory(slug="ours")
    answer = desk.post(f"{PAGE}ours/close/", follow=True)
    assert f"{PAGE}ours/reopen/" in answer.content.decode()
    assert not Workgroup.objects.get(slug="ours").is_active
    desk.post(f"{PAGE}ours/reopen/")
    assert Workgroup.objects.get(slug="ours").is_active


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}ours/"])
def test_the_number_of_queries_does_not_grow(desk: Client, path: str) -> None:
    workgroup = WorkgroupFactory(slug="ours")
    WorkgroupMembership.objects.create(workgroup=workgroup, person=PersonFactory())
    desk.get(path)
    with CaptureQueriesContext(connection) as few:
        desk.get(path)
    for _ in range(12):
        WorkgroupMembership.objects.create(workgroup=workgroup, person=PersonFactory())
        WorkgroupFactory()
    with CaptureQueriesContext(connection) as many:
        desk.get(path)
    assert len(many) == len(few)
