"""The pages of the account: allauth's views in the portal's own look and words."""

import re

import pytest
from django.urls import reverse

from members.models import Person
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

FOR_VISITORS = ["login", "signup", "reset_password", "reset_password_done", "reset_password_from_key_done", "inactive"]
FOR_PEOPLE = ["change_password", "email", "logout"]


def title(html: str) -> str:
    """The words of the page's one main heading."""
    (words,) = re.findall(r"<h1>(.+?)</h1>", html)
    return words


@pytest.mark.parametrize("name", FOR_VISITORS)
def test_a_visitor_sees_our_page(client_of: ClientOf, name: str) -> None:
    response = client_of(None).get(reverse(f"account_{name}"))
    assert response.status_code == 200
    html = response.content.decode()
    assert '<div class="entrance">' in html
    assert title(html)


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_person_sees_our_page(client_of: ClientOf, rita: Person, name: str) -> None:
    response = client_of(rita).get(reverse(f"account_{name}"), follow=True)
    assert response.status_code == 200
    assert title(response.content.decode())


def test_a_used_link_to_a_new_password_says_so_and_offers_another(client_of: ClientOf) -> None:
    html = client_of(None).get("/accounts/password/reset/key/1-bad-1/").content.decode()
    assert "This link no longer works" in html
    assert f'href="{reverse("account_reset_password")}"' in html


def test_a_wrong_password_is_said_in_the_summary_and_the_address_is_kept(client_of: ClientOf) -> None:
    html = client_of(None).post(reverse("account_login"), {"login": "x@y.org", "password": "wrong"}).content.decode()
    assert "There is a problem to mend" in html
    assert 'value="x@y.org"' in html


def test_signing_up_leads_to_the_code_and_a_wrong_code_is_refused(client_of: ClientOf) -> None:
    client = client_of(None)
    form = {"name": "Ann Doe", "email": "ann@example.net", "password1": "a long pass phrase of hers"}
    html = client.post(reverse("account_signup"), form, follow=True).content.decode()
    assert title(html) == "Enter the code"
    assert "<strong>ann@example.net</strong>" in html
    html = client.post(reverse("account_email_verification_sent"), {"code": "WRONG1"}).content.decode()
    assert "There is a problem to mend" in html


def test_signing_in_says_nothing_and_signing_out_says_so(client_of: ClientOf, rita: Person) -> None:
    rita.set_password("correct horse battery")
    rita.save()
    client = client_of(None)
    form = {"login": rita.email, "password": "correct horse battery"}
    client.post(reverse("account_login"), form)
    response = client.post(reverse("account_logout"), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["You are signed out."]
