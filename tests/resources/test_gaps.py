"""Gaps: which critical requests no plan covers, shown to coordinators with the reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import ProjectStatus
from resources.gaps import THEMES, gaps, told
from resources.models import ResourceGroup, ResourceType
from tests.factories import MatchFactory, OrganizationFactory, ProjectFactory, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(lakeview):
    """Lakeview, in Illinois, urgently lacks respirators."""
    kind = ResourceType.objects.get(slug="n95-respirator")
    return RequestFactory(resource_type=kind, organization=lakeview, severity="critical", state="IL", title="Masks now")


def test_every_group_of_the_catalogue_has_its_themes():
    assert set(ResourceGroup.objects.values_list("name", flat=True)) == set(THEMES)


def test_a_critical_request_without_a_plan_is_a_gap_and_says_why(cora, asked):
    (found,) = gaps(cora)
    assert told(found).reasons == [
        "Part of no project",
        "No open plan in Illinois on: Protective equipment and supplies",
    ]


@pytest.mark.parametrize(
    ("plan", "covers"),
    [
        ({"themes": ["supplies"], "states": ["IL"]}, True),
        ({"themes": ["supplies"], "states": []}, True),
        ({"themes": ["staff", "supplies"], "states": ["WI", "IL"]}, True),
        ({"themes": ["supplies"], "states": ["OR"]}, False),
        ({"themes": ["staff"], "states": ["IL"]}, False),
        ({"themes": [], "states": ["IL"]}, False),
        ({"themes": ["supplies"], "states": ["IL"], "status": ProjectStatus.CLOSED}, False),
        ({"themes": ["supplies"], "states": ["IL"], "status": ProjectStatus.DELIVERED}, False),
    ],
)
def test_an_open_plan_of_its_theme_in_its_state_covers_it(cora, asked, plan, covers):
    ProjectFactory(**plan)
    assert gaps(cora).exists() is not covers


def test_it_is_covered_by_its_own_project_while_that_is_open(cora, asked):
    asked.project = ProjectFactory(title="Masks for all")
    asked.save()
    assert not gaps(cora).exists()
    asked.project.status = ProjectStatus.CLOSED
    asked.project.save()
    assert told(gaps(cora).get()).reasons[0] == "Its project “Masks for all” is no longer open"


@pytest.mark.parametrize("how", [{"severity": "high"}, {"status": "withdrawn"}])
def test_what_is_less_urgent_or_ended_is_no_gap(cora, asked, how):
    for name, value in how.items():
        setattr(asked, name, value)
    asked.save()
    assert not gaps(cora).exists()


def test_what_a_match_covers_is_no_gap(cora, asked):
    MatchFactory(request=asked, offer__resource_type=asked.resource_type, quantity=asked.quantity)
    assert not gaps(cora).exists()


def test_a_type_of_a_group_that_admins_added_is_shown_rather_than_lost(cora, asked):
    asked.resource_type.group = ResourceGroup.objects.create(name="Something new")
    asked.resource_type.save()
    ProjectFactory(themes=["supplies"], states=["IL"])
    assert told(gaps(cora).get()).reasons == ["Part of no project"]


def test_coordinators_read_them_from_the_board_and_nobody_else(client_of, cora, reed, asked):
    assert 'href="/board/gaps/"' in client_of(cora).get("/board/").content.decode()
    page = client_of(cora).get("/board/gaps/").content.decode()
    assert "Masks now" in page
    assert "/projects/?theme=supplies" in page
    assert f"/board/?request={asked.pk}" in page
    assert client_of(reed).get("/board/gaps/").status_code == 403


def test_where_there_is_none_the_page_says_so(client_of, cora):
    assert "There is no gap" in client_of(cora).get("/board/gaps/").content.decode()


def test_it_asks_the_database_equally_often_for_one_and_for_many(client_of, cora, asked):
    client = client_of(cora)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/board/gaps/")
        return len(seen)

    queries()
    few = queries()
    for _ in range(5):
        RequestFactory(organization=OrganizationFactory(), severity="critical")
    assert queries() == few
