"""What was kept of words of money, on the admins' desk."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import KeptWording, Organization, Person
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

PAGE = "/desk/kept/"


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def keep(person: Person, organization: Organization | None, *, number: int, passage: str = "$4 each") -> KeptWording:
    return KeptWording.objects.create(
        about=f"offer:{number}",
        title=f"Offer {number}",
        url=f"/offers/{number}/",
        field="help_wanted",
        passage=passage,
        explanation="Customs ask for it.",
        organization=organization,
        person=person,
    )


def test_the_admins_read_passage_reason_place_and_who(desk: Client, olga: Person, cascade: Organization) -> None:
    assert "Nothing was kept" in desk.get(PAGE).content.decode()
    keep(olga, cascade, number=1)
    keep(olga, None, number=2, passage="")
    page = " ".join(desk.get(PAGE).content.decode().split())
    assert "“$4 each”" in page
    assert "Customs ask for it." in page
    assert '<a href="/offers/1/">Offer 1</a> · help wanted · Cascade Biomedical Reserve · Olga' in page
    assert "Withdrawn by its author" in page
    assert page.index("Offer 2") < page.index("Offer 1")


def test_nobody_else_reads_it(client_of: ClientOf, olga: Person, cora: Person) -> None:
    assert {client_of(person).get(PAGE).status_code for person in (olga, cora)} == {403}


def test_the_list_asks_the_database_no_more_for_many_than_for_few(
    desk: Client, olga: Person, cascade: Organization
) -> None:
    keep(olga, cascade, number=1)
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        desk.get(PAGE)
    for number in range(2, 101):
        keep(olga, cascade, number=number)
    with CaptureQueriesContext(connection) as many:
        page = desk.get(PAGE)
    assert len(many) == len(few)
    assert len(page.context["page"]) == 50
