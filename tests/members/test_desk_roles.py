"""The coalition's roles on the admins' desk."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Person
from tests.audit import trail
from tests.conftest import ClientOf
from tests.factories import PersonFactory

PAGE = "/desk/roles/"


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def test_it_lists_who_holds_a_role(desk: Client, cora: Person, rita: Person) -> None:
    text = desk.get(PAGE).content.decode()
    assert "cora@example.org" in text
    assert "ada@example.org" in text
    assert "rita@example.org" not in text


def test_a_role_is_given_by_address(desk: Client, nora: Person) -> None:
    answer = desk.post(PAGE, {"email": "NORA@example.org", "role": "coordinator"}, follow=True)
    assert "Nora holds the role now." in answer.content.decode()
    nora.refresh_from_db()
    assert (nora.is_coordinator, nora.is_admin) == (True, False)
    assert trail()[-1].kind == "person.appointed"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"email": "nobody@example.org", "role": "admin"}, "Nobody has an account with this address."),
        ({"email": "nora@example.org", "role": "owner"}, "Select a valid choice"),
        ({"email": "nora", "role": "admin"}, "valid email"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(desk: Client, nora: Person, sent: dict[str, str], told: str) -> None:
    answer = desk.post(PAGE, sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{sent["email"]}"' in answer.content.decode()


def test_who_may_not_sign_in_is_given_none(desk: Client, nora: Person) -> None:
    Person.objects.filter(pk=nora.pk).update(is_active=False)
    answer = desk.post(PAGE, {"email": "nora@example.org", "role": "admin"})
    assert answer.status_code == 422
    assert "may not sign in" in answer.content.decode()


def test_a_role_is_ended_and_given_back(desk: Client, cora: Person) -> None:
    answer = desk.post(f"{PAGE}{cora.pk}/coordinator/end/", follow=True)
    assert f"{PAGE}{cora.pk}/coordinator/give/" in answer.content.decode()
    cora.refresh_from_db()
    assert not cora.is_coordinator
    desk.post(f"{PAGE}{cora.pk}/coordinator/give/")
    cora.refresh_from_db()
    assert cora.is_coordinator


def test_the_last_admin_stays(desk: Client, ada: Person) -> None:
    answer = desk.post(f"{PAGE}{ada.pk}/admin/end/", follow=True)
    assert "is the only admin" in answer.content.decode()
    ada.refresh_from_db()
    assert ada.is_admin


def test_an_admin_may_step_back(desk: Client, ada: Person) -> None:
    PersonFactory(is_admin=True)
    answer = desk.post(f"{PAGE}{ada.pk}/admin/end/")
    assert answer["Location"] == "/"
    ada.refresh_from_db()
    assert not ada.is_admin


def test_an_unknown_role_or_person_is_not_found(desk: Client, cora: Person) -> None:
    assert desk.post(f"{PAGE}{cora.pk}/is_active/end/").status_code == 404
    assert desk.post(f"{PAGE}999999/admin/end/").status_code == 404


def test_the_number_of_queries_does_not_grow(desk: Client) -> None:
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        desk.get(PAGE)
    PersonFactory.create_batch(20, is_coordinator=True)
    with CaptureQueriesContext(connection) as many:
        desk.get(PAGE)
    assert len(many) == len(few)
