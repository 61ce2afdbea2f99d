from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members.models import Organization, Person
from projects.models import Owner, Project, Workgroup
from projects.workgroups import join_workgroup
from tests.conftest import ClientOf
from tests.factories import MilestoneFactory, PartnerFactory, ProjectFactory
from tests.projects.views.conftest import Page


def titles(page: object) -> list[str]:
    return [project.title for project in page.context["page"]]


def counts(page: object) -> dict[str, int]:
    tabs = page.context["tabs"]
    return {QueryDict(tab["url"][1:])["view"]: int(tab["count"]) for tab in tabs}


def test_the_views_count_what_they_show(read: Page, rita: Person, lakeview: Organization, supply: Workgroup) -> None:
    join_workgroup(supply, person=rita)
    ProjectFactory(title="In my workgroup", workgroup=supply)
    ProjectFactory(title="Ours, closed", organization=lakeview, status="closed", workgroup=supply)
    partner = ProjectFactory(title="We are partner", status="active")
    PartnerFactory(project=partner, organization=lakeview, status="confirmed")
    Owner.objects.create(project=partner, person=rita)
    asked = ProjectFactory(title="We are asked")
    PartnerFactory(project=asked, organization=lakeview)
    MilestoneFactory(project=asked, due_on=clock.today() - timedelta(days=1))
    MilestoneFactory(project=asked, due_on=clock.today() - timedelta(days=2))
    late_but_closed = ProjectFactory(title="Late, but closed", status="closed")
    MilestoneFactory(project=late_but_closed, due_on=clock.today() - timedelta(days=1))

    expected = {
        "open": {"In my workgroup", "We are partner", "We are asked"},
        "ours": {"Ours, closed", "We are partner"},
        "workgroups": {"In my workgroup"},
        "mine": {"We are partner"},
        "late": {"We are asked"},
        "unowned": {"In my workgroup", "We are asked"},
        "all": {"In my workgroup", "Ours, closed", "We are partner", "We are asked", "Late, but closed"},
    }
    assert counts(read(rita, "/projects/")) == {view: len(found) for view, found in expected.items()}
    for view, found in expected.items():
        assert set(titles(read(rita, "/projects/", view=view))) == found
    assert set(titles(read(rita, "/projects/"))) == expected["open"]


def test_a_row_leads_to_the_plan_and_tells_how_far_it_is(read: Page, rita: Person, pool: Project) -> None:
    MilestoneFactory(project=pool, status="reached", progress=100)
    MilestoneFactory(project=pool, due_on=clock.today() - timedelta(days=1))
    text = read(rita, "/projects/").content.decode()
    assert f'<a href="/projects/{pool.pk}/">Ventilator pool for the Midwest</a>' in text
    assert "1 of 2 milestones" in text
    assert "1 is late" in text
    Project.objects.update(status="delivered")
    assert "1 is late" not in read(rita, "/projects/", view="all").content.decode()


def test_who_acts_for_nobody_has_no_view_of_ours(read: Page, cora: Person) -> None:
    assert set(counts(read(cora, "/projects/"))) == {"open", "workgroups", "mine", "late", "unowned", "all"}


def test_the_filters_narrow_together(read: Page, rita: Person, supply: Workgroup) -> None:
    ProjectFactory(title="Swab kits", states=["NY"], workgroup=supply, status="active")
    ProjectFactory(title="Swab training", states=[], workgroup=supply)
    ProjectFactory(title="Masks", states=["NY", "NJ"])

    assert set(titles(read(rita, "/projects/", q="SWAB"))) == {"Swab kits", "Swab training"}
    assert set(titles(read(rita, "/projects/", state="NJ"))) == {"Swab training", "Masks"}
    assert titles(read(rita, "/projects/", state="NY", workgroup="supply-chain", status="active")) == ["Swab kits"]
    assert titles(read(rita, "/projects/", q="100%_")) == []


def test_the_views_keep_the_filters_and_count_within_them(read: Page, rita: Person) -> None:
    ProjectFactory(title="Swab kits", status="closed")
    ProjectFactory(title="Swab training")
    ProjectFactory(title="Masks")

    page = read(rita, "/projects/", view="all", q="swab", status="closed", page="1")
    assert titles(page) == ["Swab kits"]
    assert counts(page) == {"open": 1, "ours": 0, "workgroups": 0, "mine": 0, "late": 0, "unowned": 1, "all": 1}
    addresses = [tab["url"] for tab in page.context["tabs"]]
    assert QueryDict(addresses[0][1:]).dict() == {"view": "open", "q": "swab"}
    assert QueryDict(addresses[-1][1:]).dict() == {"view": "all", "q": "swab", "status": "closed"}


def test_a_wrong_filter_is_said_and_narrows_nothing(read: Page, rita: Person, pool: Project) -> None:
    page = read(rita, "/projects/", state="ZZ", workgroup="none", status="done", page="x", view="zzz")
    assert page.status_code == 200
    assert titles(page) == [pool.title]
    assert set(page.context["filters"].errors) == {"state", "workgroup", "status"}


@pytest.mark.parametrize("text", ["'", '"><script>', "\x00", "%", "\\", "x" * 5000])
def test_odd_texts_do_no_harm(read: Page, rita: Person, pool: Project, text: str) -> None:
    page = read(rita, "/projects/", q=text)
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_an_empty_view_says_why(read: Page, rita: Person, reed: Person) -> None:
    assert "Post a plan" in read(rita, "/projects/").content.decode()
    assert "appear here as soon as they are posted" in read(reed, "/projects/").content.decode()
    assert "No project fits these filters" in read(rita, "/projects/", q="zzz").content.decode()
    assert "Nothing runs late" in read(rita, "/projects/", view="late").content.decode()


def test_twenty_five_a_page_newest_first(read: Page, rita: Person) -> None:
    made = [ProjectFactory().title for _ in range(27)]
    assert titles(read(rita, "/projects/")) == made[:1:-1]
    assert titles(read(rita, "/projects/", page="2")) == made[1::-1]


def test_many_rows_ask_as_often_as_one(client_of: ClientOf, rita: Person, supply: Workgroup) -> None:
    browser = client_of(rita)
    numbers = []
    for rows in (1, 20):
        for _ in range(rows):
            project = ProjectFactory(workgroup=supply)
            MilestoneFactory.create_batch(2, project=project)
            PartnerFactory(project=project)
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(browser.get("/projects/"))) >= rows
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 18


def test_region_and_theme_narrow(read: Page, rita: Person) -> None:
    ProjectFactory(title="Coast", states=["OR", "WA"], themes=["testing"])
    ProjectFactory(title="Lakes", states=["IL"], themes=["testing", "staff"])
    ProjectFactory(title="Everywhere")

    assert set(titles(read(rita, "/projects/", region="10"))) == {"Coast", "Everywhere"}
    assert set(titles(read(rita, "/projects/", theme="testing"))) == {"Coast", "Lakes"}
    assert titles(read(rita, "/projects/", theme="testing", region="5")) == ["Lakes"]
    odd = read(rita, "/projects/", theme="money", region="11")
    assert set(odd.context["filters"].errors) == {"theme", "region"}


def test_a_project_without_an_owner_is_marked(read: Page, rita: Person, pool: Project) -> None:
    assert "Without an owner</span>" in read(rita, "/projects/").content.decode()
    Owner.objects.create(project=pool, person=rita)
    assert "Without an owner</span>" not in read(rita, "/projects/").content.decode()
