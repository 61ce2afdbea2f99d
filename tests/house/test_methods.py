"""An act that is opened like a page, and a page that is sent a form."""

import pytest
from django.test import Client

from members.models import Person
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db


def test_an_act_opened_like_a_page_is_explained(client_of: ClientOf, rita: Person) -> None:
    answer = client_of(rita).get("/acting/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "This address does something when a button is pressed" in page
    assert "Nothing was changed" in page


def test_a_page_that_is_sent_a_form_says_that_it_takes_none(client: Client) -> None:
    answer = client.post("/charter/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "takes nothing in" in answer.content.decode()


def test_the_api_tells_it_as_a_problem(client: Client) -> None:
    answer = client.post("/api/schema/")
    assert answer.status_code == 405
    assert b"<html" not in answer.content
