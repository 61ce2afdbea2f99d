"""Before what touches an account one says once more that it is oneself, and loses nothing by it."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.models import ApiToken, Organization, Person
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TOKENS = "/settings/tokens/"
FORM = {"name": "Stock system", "days": "90"}
PASSWORD = "correct horse battery"
ASKED = "/accounts/reauthenticate/?next=%2Fsettings%2Ftokens%2F"


@pytest.fixture
def stale(client: Client, rita: Person) -> Client:
    """A browser in which Rita signed in an hour ago."""
    rita.set_password(PASSWORD)
    rita.save()
    sign_in(client, rita, ago=3600)
    return client


def test_right_after_the_sign_in_nothing_is_asked(client: Client, rita: Person) -> None:
    sign_in(client, rita)
    assert client.post(TOKENS, FORM).status_code == 200
    assert ApiToken.objects.count() == 1


def test_looking_is_free(stale: Client) -> None:
    assert stale.get(TOKENS).status_code == 200


def test_later_the_password_is_asked_and_then_the_form_is_taken_as_it_was_typed(stale: Client) -> None:
    asked = stale.post(TOKENS, FORM)
    assert asked.url == ASKED
    assert not ApiToken.objects.exists()
    page = stale.get(asked.url)
    assert "Is it still you?" in page.content.decode()
    done = stale.post(asked.url, {"password": PASSWORD, "next": TOKENS})
    assert ApiToken.objects.get().name == "Stock system"
    assert "It is shown this once" in done.content.decode()


def test_a_wrong_password_takes_nothing(stale: Client) -> None:
    asked = stale.post(TOKENS, FORM)
    answer = stale.post(asked.url, {"password": "wrong", "next": TOKENS})
    assert "There is a problem to mend" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_the_form_is_taken_once(stale: Client) -> None:
    asked = stale.post(TOKENS, FORM)
    stale.post(asked.url, {"password": PASSWORD, "next": TOKENS})
    stale.post(asked.url, {"password": PASSWORD, "next": TOKENS})
    assert ApiToken.objects.count() == 1


def test_htmx_is_led_to_the_whole_page(stale: Client) -> None:
    asked = stale.post(TOKENS, FORM, headers={"HX-Request": "true"})
    assert (asked.status_code, asked["HX-Redirect"]) == (200, ASKED)
    done = stale.post(asked["HX-Redirect"], {"password": PASSWORD, "next": TOKENS})
    assert "<!doctype html>" in done.content.decode()
    assert ApiToken.objects.count() == 1


def test_it_lasts_as_long_as_the_settings_say(client: Client, rita: Person, settings: Settings) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    sign_in(client, rita, ago=290)
    assert client.post(TOKENS, FORM).status_code == 200
    sign_in(client, rita, ago=310)
    assert client.post(TOKENS, FORM).status_code == 302


def test_a_sign_in_to_come_is_none(client: Client, rita: Person) -> None:
    sign_in(client, rita, ago=-3600)
    assert client.post(TOKENS, FORM).status_code == 302


def test_the_sign_in_of_somebody_else_in_this_browser_does_not_count(
    client: Client, rita: Person, carl: Person
) -> None:
    sign_in(client, rita)
    session = client.session
    session["account_authentication_methods_user"] = str(carl.pk)
    session.save()
    assert client.post(TOKENS, FORM).status_code == 302


def test_the_admin_is_asked_before_anything_changes_there_and_not_for_looking(client: Client, ada: Person) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    sign_in(client, ada, ago=3600)
    address = reverse("admin:members_person_change", args=[ada.pk])
    assert client.get(address).status_code == 200
    form = {"name": "Ada Nwosu", "time_zone": "", "digest_frequency": "daily", "digest_hour": "7"}
    form |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    asked = client.post(address, form)
    assert asked.url.startswith("/accounts/reauthenticate/")
    client.post(asked.url, {"password": PASSWORD, "next": address})
    ada.refresh_from_db()
    assert ada.name == "Ada Nwosu"


def test_the_pages_of_the_account_keep_the_same_rule(client: Client, rita: Person) -> None:
    rita.set_password(PASSWORD)
    rita.save()
    sign_in(client, rita)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    sign_in(client, rita, ago=3600)
    assert client.get(reverse("mfa_activate_totp")).url.startswith("/accounts/reauthenticate/")
    assert client.post(reverse("account_email"), {"email": "new@example.net", "action_add": ""}).status_code == 302
    assert not EmailAddress.objects.filter(email="new@example.net").exists()


def test_whoever_has_neither_password_nor_second_step_signs_in_again(client: Client, rita: Person) -> None:
    rita.set_unusable_password()
    rita.save()
    sign_in(client, rita, ago=3600)
    for answer in (client.post(TOKENS, FORM), client.get(reverse("mfa_activate_totp"))):
        assert answer.url.startswith(reverse("sign_in_again"))
    page = client.get(f"{reverse('sign_in_again')}?next={TOKENS}")
    assert "Sign in again" in page.content.decode()
    out = client.post(reverse("sign_in_again"), {"next": TOKENS})
    assert out.url == "/accounts/login/?next=%2Fsettings%2Ftokens%2F"
    assert "_auth_user_id" not in client.session


def test_signing_in_again_leads_to_no_other_site(client: Client, rita: Person) -> None:
    sign_in(client, rita)
    out = client.post(reverse("sign_in_again"), {"next": "https://evil.example/"})
    assert out.url == "/accounts/login/?next=%2F"


def test_a_real_sign_in_is_fresh_and_grows_old(client: Client, rita: Person, lakeview: Organization) -> None:
    rita.set_password(PASSWORD)
    rita.save()
    client.post(reverse("account_login"), {"login": rita.email, "password": PASSWORD})
    assert client.post(TOKENS, FORM).status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 601
    session.save()
    assert client.post(TOKENS, FORM).status_code == 302


def test_taking_an_organization_out_asks_first(stale: Client, lakeview: Organization) -> None:
    asked = stale.post("/organization/leave/", {"name": lakeview.name})
    assert asked.url.startswith("/accounts/reauthenticate/")
    lakeview.refresh_from_db()
    assert lakeview.is_admitted


@pytest.mark.parametrize("path", ["/desk/charter/2/publish/", "/desk/organizations/lakeview-health/merge/"])
def test_what_an_admin_cannot_take_back_asks_first(
    client: Client, ada: Person, lakeview: Organization, path: str
) -> None:
    sign_in(client, ada, ago=3600)
    assert client.post(path, {}).url.startswith("/accounts/reauthenticate/")
