"""The pages of the account: allauth's views in the portal's own look and words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse

from members.models import Person
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

FOR_VISITORS = ["login", "signup", "reset_password", "reset_password_done", "reset_password_from_key_done", "inactive"]
FOR_PEOPLE = ["change_password", "email", "logout"]


def addresses(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """Every address below /accounts/ as the URLconf has it, with something put in where one is asked for."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route) if "accounts/".startswith(route[:9]) else ()
        elif route.startswith("accounts/"):
            yield "/" + re.sub(r"<\w+:\w+>", "1", re.sub(r"\^|\$|\(\?P<\w+>[^)]*\)", "", route))


ADDRESSES = sorted(set(addresses()))
FINE = {200, 302, 301, 404, 405, 401, 403}  # a page, a way on, nothing there; or not for a visitor, or not so


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.thorough
def test_every_address_answers_whoever_asks_in_our_look(
    client_of: ClientOf, rita: Person, ada: Person, path: str
) -> None:
    for person in (None, rita, ada):
        for method in ("get", "post"):
            answer = getattr(client_of(person), method)(path)
            assert answer.status_code in FINE, (method, person)
            kind = answer.get("Content-Type", "")
            if answer.status_code == 200 and kind.startswith("text/html"):
                html = answer.content.decode()
                assert 'class="bar' in html, (method, person)
                assert len(re.findall(r"<h1", html)) == 1, (method, person)
                assert "<script>" not in html
                assert " style=" not in html


def test_the_addresses_are_found() -> None:
    assert len(ADDRESSES) > 40
    wanted = {"/accounts/2fa/", "/accounts/sessions/", "/accounts/organization/", "/accounts/login/code/"}
    assert wanted <= set(ADDRESSES)


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
