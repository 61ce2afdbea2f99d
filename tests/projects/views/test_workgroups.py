from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Person
from projects.models import Project, Workgroup
from projects.workgroups import join_workgroup, set_lead
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, MilestoneFactory, PartnerFactory, ProjectFactory
from tests.projects.views.conftest import Page


def grow(group: Workgroup) -> None:
    """One project with a step and a partner, and one person with an employer."""
    project = ProjectFactory(workgroup=group)
    MilestoneFactory(project=project, due_on=clock.today() + timedelta(days=3))
    PartnerFactory(project=project, status="confirmed")
    join_workgroup(group, person=MembershipFactory().person)


def test_the_list_counts_people_projects_and_dates(read: Page, rita: Person, supply: Workgroup, pool: Project) -> None:
    grow(supply)
    ProjectFactory(workgroup=supply, status="closed")
    MilestoneFactory(project=pool, due_on=clock.today() - timedelta(days=1))
    join_workgroup(supply, person=rita)

    row = next(row for row in read(rita, "/workgroups/").context["rows"] if row.group == supply)
    assert (row.people, row.open_projects, row.due_soon, row.late, row.is_mine) == (2, 2, 1, 1, True)


def test_a_workgroup_no_longer_active_leaves_the_list_but_stays_readable(
    read: Page, rita: Person, supply: Workgroup
) -> None:
    supply.is_active = False
    supply.save()
    assert supply not in read(rita, "/workgroups/").context["page"].object_list
    page = read(rita, "/workgroups/supply-chain/")
    assert "no longer active" in page.content.decode()
    assert page.context["can_join"] is False


def test_the_page_shows_projects_dates_people_and_news(
    read: Page, rita: Person, ada: Person, supply: Workgroup, pool: Project
) -> None:
    MilestoneFactory(project=pool, title="Trucks found", due_on=clock.today() + timedelta(days=2))
    set_lead(join_workgroup(supply, person=rita), actor=ada, is_lead=True)

    text = read(rita, "/workgroups/supply-chain/").content.decode()
    for expected in (pool.title, "Trucks found", "Lakeview Health", "Supply Chain has a new lead", ">Lead<"):
        assert expected in text


def test_joining_and_leaving_offer_their_undoing(read: Page, send: Page, reed: Person, supply: Workgroup) -> None:
    joined = send(reed, "/workgroups/supply-chain/join/")
    assert joined["Location"] == "/workgroups/supply-chain/"
    page = joined.client.get(joined["Location"]).content.decode()
    assert 'action="/workgroups/supply-chain/leave/"' in page
    assert list(supply.members.all()) == [reed]

    left = joined.client.post("/workgroups/supply-chain/leave/", follow=True).content.decode()
    assert "You left Supply Chain." in left
    assert 'action="/workgroups/supply-chain/join/"' in left
    assert not supply.members.exists()


def test_a_page_with_nothing_says_so(read: Page, cora: Person) -> None:
    text = read(cora, "/workgroups/testing/").content.decode()
    assert "No project is open here" in text
    assert "Nobody has joined yet." in text


@pytest.mark.parametrize("address", ["/workgroups/", "/workgroups/supply-chain/", "/workgroups/supply-chain/people/"])
def test_many_rows_ask_as_often_as_one(client_of: ClientOf, rita: Person, supply: Workgroup, address: str) -> None:
    browser = client_of(rita)
    numbers = []
    for rows in (1, 8):
        for _ in range(rows):
            grow(supply)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 19
