"""The first page, and search."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries  # type: ignore[attr-defined]  # not exported by name

from members import notices
from members.kinds import DECIDE_APPLICATION
from members.models import Organization, Person
from tests.conftest import ClientOf
from tests.factories import MatchFactory, OfferFactory, ProjectFactory, RequestFactory, ResourceTypeFactory


def test_a_visitor_reads_what_the_coalition_is(client: Client, db: None) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert b"Apply" in page.content
    assert b"Hello" not in page.content


def test_somebody_without_membership_is_led_to_the_application(client_of: ClientOf, nora: Person) -> None:
    assert client_of(nora).get("/").url == "/apply/"


def test_a_member_sees_the_most_urgent_first(client_of: ClientOf, reed: Person) -> None:
    RequestFactory(title="Gowns for later", severity="low")
    RequestFactory(title="Ventilators for tonight", severity="critical")
    page = client_of(reed).get("/").content.decode()
    assert page.index("Ventilators for tonight") < page.index("Gowns for later")


def test_what_waits_for_the_reader_stands_on_the_first_page(client_of: ClientOf, rita: Person) -> None:
    notices.tell([rita], DECIDE_APPLICATION, title="Fern Hollow Clinic", url="/desk/", subject="application:1")
    assert "Decide on the application of Fern Hollow Clinic" in client_of(rita).get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.thorough
def test_the_first_page_asks_the_database_equally_often_for_one_row_and_for_many(
    client_of: ClientOf,
    rita: Person,
    lakeview: Organization,
    rows: int,
    django_assert_max_num_queries: "DjangoAssertNumQueries",
) -> None:
    for _ in range(rows):
        request = RequestFactory(organization=lakeview)
        MatchFactory(request=request, offer=OfferFactory(resource_type=request.resource_type))
        ProjectFactory(organization=lakeview)
    client = client_of(rita)
    client.get("/")
    with django_assert_max_num_queries(17):
        client.get("/")


def test_search_finds_by_synonym_what_the_reader_may_see(client_of: ClientOf, reed: Person) -> None:
    kind = ResourceTypeFactory(label="Tube thing", synonyms=["snorkel"])
    OfferFactory(resource_type=kind, title="Tubes in boxes")
    assert b"Tubes in boxes" in client_of(reed).get("/search/?q=snork").content


def test_search_says_that_nothing_was_found(client_of: ClientOf, reed: Person) -> None:
    page = client_of(reed).get("/search/?q=zzzz").content.decode()
    assert "Nothing found for “zzzz”" in page


@pytest.mark.parametrize("words", ["", "a", "%00", "%F0%9F%98%80", "'; drop table", "%25%25", "x" * 5000])
def test_search_answers_anything(client_of: ClientOf, reed: Person, words: str) -> None:
    assert client_of(reed).get(f"/search/?q={words}").status_code == 200


def test_the_palette_gets_a_fragment(client_of: ClientOf, reed: Person) -> None:
    answer = client_of(reed).get("/search/?q=lake", headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "HX-Request" in answer["Vary"]


def test_an_old_form_is_told_what_to_do(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert answer.status_code == 403
    assert b"<h1" in answer.content
