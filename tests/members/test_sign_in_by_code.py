"""Signing in by a mailed code: alone, or after the password."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.models import OutgoingMail, Person
from tests.members.second_steps import by_password, code_at, give_app, give_password, is_in

pytestmark = pytest.mark.django_db

ASK, ENTER = "/accounts/login/code/", "/accounts/login/code/confirm/"
STEP = "/accounts/2fa/authenticate/"


def mailed_code(address: str) -> str:
    mail = OutgoingMail.objects.filter(recipient=address).latest("pk")
    assert mail.subject == "Your sign-in code"
    (code,) = re.findall(r"^    (\S+)$", mail.text, flags=re.MULTILINE)
    return str(code)


def test_a_mailed_code_opens(client: Client, rita: Person) -> None:
    assert client.post(ASK, {"email": rita.email}).url == ENTER
    client.post(ENTER, {"code": mailed_code(rita.email)})
    assert is_in(client)


def test_it_opens_the_page_that_was_asked_for(client: Client, rita: Person) -> None:
    client.post(ASK, {"email": rita.email, "next": "/people/"})
    answer = client.post(ENTER, {"code": mailed_code(rita.email), "next": "/people/"})
    assert answer.url == "/people/"


def test_it_opens_only_the_browser_it_was_asked_in(client: Client, rita: Person) -> None:
    client.post(ASK, {"email": rita.email})
    thief = Client()
    thief.post(ASK, {"email": "nobody@example.org"})
    thief.post(ENTER, {"code": mailed_code(rita.email)})
    assert not is_in(thief)


def test_it_opens_once(client: Client, rita: Person) -> None:
    client.post(ASK, {"email": rita.email})
    code = mailed_code(rita.email)
    client.post(ENTER, {"code": code})
    client.post(reverse("account_logout"))
    client.post(ENTER, {"code": code})
    assert not is_in(client)


def test_three_wrong_ones_end_the_attempt(client: Client, rita: Person) -> None:
    client.post(ASK, {"email": rita.email})
    code = mailed_code(rita.email)
    for _try in range(3):
        client.post(ENTER, {"code": "WRONG1"})
    client.post(ENTER, {"code": code})
    assert not is_in(client)


def test_it_does_not_go_round_the_second_step(client: Client, rita: Person) -> None:
    secret = give_app(rita)
    client.post(ASK, {"email": rita.email})
    answer = client.post(ENTER, {"code": mailed_code(rita.email)})
    assert answer.url == STEP
    assert not is_in(client)
    client.post(STEP, {"code": code_at(secret, time.time())})
    assert is_in(client)


def test_somebody_barred_is_not_let_in_by_it(client: Client, rita: Person) -> None:
    client.post(ASK, {"email": rita.email})
    code = mailed_code(rita.email)
    rita.is_active = False
    rita.save()
    client.post(ENTER, {"code": code})
    assert not is_in(client)


# After the password


@pytest.fixture
def both(settings: Settings) -> None:
    settings.CODE_AFTER_PASSWORD = True


@pytest.mark.usefixtures("both")
def test_in_production_the_password_alone_does_not_open(client: Client, rita: Person) -> None:
    give_password(rita)
    assert by_password(client, rita) == ENTER
    assert not is_in(client)
    client.post(ENTER, {"code": mailed_code(rita.email)})
    assert is_in(client)


@pytest.mark.usefixtures("both")
def test_whoever_has_a_second_step_is_asked_for_that_and_for_no_mailed_code(client: Client, rita: Person) -> None:
    secret = give_app(rita)
    give_password(rita)
    assert by_password(client, rita) == STEP
    assert not OutgoingMail.objects.exists()
    assert client.get(ENTER).status_code == 302
    client.post(STEP, {"code": code_at(secret, time.time())})
    assert is_in(client)


@pytest.mark.usefixtures("both")
def test_whoever_signs_in_by_a_code_is_not_asked_for_another(client: Client, rita: Person) -> None:
    client.post(ASK, {"email": rita.email})
    client.post(ENTER, {"code": mailed_code(rita.email)})
    assert is_in(client)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.usefixtures("both")
def test_whoever_signs_up_proves_the_address_and_is_asked_for_no_other_code(client: Client) -> None:
    form = {"name": "Ann Doe", "email": "ann@example.net", "password1": "a long pass phrase of hers"}
    assert client.post(reverse("account_signup"), form).url == reverse("account_email_verification_sent")
    text = OutgoingMail.objects.get().text
    (code,) = re.findall(r"^    (\S+)$", text, flags=re.MULTILINE)
    assert client.post(reverse("account_email_verification_sent"), {"code": code}).url == "/apply/"
    assert is_in(client)


@pytest.mark.usefixtures("both")
def test_an_address_that_is_taken_looks_the_same_at_sign_up(client: Client, rita: Person) -> None:
    form = {"name": "Ann Doe", "email": rita.email, "password1": "a long pass phrase of hers"}
    assert client.post(reverse("account_signup"), form).url == reverse("account_email_verification_sent")
    assert OutgoingMail.objects.get().subject == "You have an account already"
