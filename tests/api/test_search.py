"""The search in the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from members.models import Organization, Person
from tests.api.conftest import SystemOf, matches_the_document, problem
from tests.api.test_hostile_input import TEXTS, survived
from tests.factories import OfferFactory, OrganizationFactory, ProjectFactory

pytestmark = pytest.mark.django_db

SEARCH = "/api/v1/search"


@pytest.fixture
def system(system_of: SystemOf, rita: Person) -> APIClient:
    return system_of(rita)


def test_it_finds_what_the_page_finds_in_plain_text(system: APIClient, lakeview: Organization, rita: Person) -> None:
    project = ProjectFactory(
        title="Zeppelins <for> all", purpose="A zeppelin & a mast.", organization=lakeview, posted_by=rita
    )
    answer = system.get(SEARCH, {"q": "zeppelin"})
    matches_the_document(answer.json(), "SearchAnswer")
    (found,) = answer.data["results"]
    assert found["kind"] == "plan"
    assert found["title"] == "Zeppelins <for> all"
    assert found["url"] == f"http://testserver/projects/{project.pk}/"
    assert "zeppelin & a mast" in found["passages"]
    assert [count["number"] for count in answer.data["counts"]] == [1]
    assert answer.data["by_likeness"] is False


def test_a_typing_error_is_forgiven_and_said(system: APIClient) -> None:
    OrganizationFactory(name="Ashford Regional", slug="ashford")
    answer = system.get(SEARCH, {"q": "Ashfrod"})
    assert answer.data["by_likeness"] is True
    assert [found["title"] for found in answer.data["results"]] == ["Ashford Regional"]


def test_it_is_narrowed_and_leafed_through(system: APIClient, lakeview: Organization, cascade: Organization) -> None:
    for number in range(3):
        ProjectFactory(title=f"Zeppelin {number}", organization=lakeview)
    ProjectFactory(title="Zeppelin of Cascade", organization=cascade)
    seen, address = [], f"{SEARCH}?q=zeppelin&organization=lakeview-health&page_size=2"
    while address:
        answer = system.get(address)
        seen += [found["title"] for found in answer.data["results"]]
        address = answer.data["next"]
    assert sorted(seen) == ["Zeppelin 0", "Zeppelin 1", "Zeppelin 2"]
    assert answer.data["previous"].endswith("page=1&page_size=2&q=zeppelin")
    assert system.get(SEARCH, {"q": "zeppelin", "page": "9"}).data["results"] == []


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({}, "q"),
        ({"q": "a"}, "q"),
        ({"q": "masks", "kind": "money"}, "kind"),
        ({"q": "masks", "organization": "nobody"}, "organization"),
        ({"q": "masks", "workgroup": "nowhere"}, "workgroup"),
        ({"q": "masks", "page": "0"}, "page"),
        ({"q": "masks", "page_size": "101"}, "page_size"),
        ({"q": "masks", "colour": "red"}, "colour"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(system: APIClient, parameters: dict[str, str], wrong: str) -> None:
    answer = system.get(SEARCH, parameters)
    assert [each["parameter"] for each in problem(answer, 400, "bad_parameters")["errors"]] == [wrong]


def test_it_asks_as_often_for_one_as_for_many(system: APIClient, lakeview: Organization) -> None:
    asked = []
    system.get(SEARCH, {"q": "zeppelin"})  # the first notes that the token is used
    for more in (1, 30):
        for number in range(more):
            ProjectFactory(title=f"Zeppelin {more} {number}", organization=lakeview)
            OfferFactory(description="For a zeppelin", organization=lakeview)
        with CaptureQueriesContext(connection) as queries:
            assert system.get(SEARCH, {"q": "zeppelin", "page_size": "100"}).data["results"]
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("parameter", ["q", "kind", "organization", "workgroup", "page", "page_size"])
def test_poison_is_refused_or_looked_for(system: APIClient, parameter: str) -> None:
    for text in TEXTS:
        answer = system.get(SEARCH, {"q": "masks", parameter: text})
        assert survived(answer)
        assert answer.status_code in {200, 400}
