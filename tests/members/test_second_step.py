"""The second step: set up, taken, lost and found; and who must have one."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from coalition.shared import clock
from members import second_step
from members.models import OutgoingMail, Person
from members.tokens import issue_token
from tests.conftest import ClientOf
from tests.members.second_steps import by_password, code_at, give_app, give_codes, give_password, is_in
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[object]]
STEP = "/accounts/2fa/authenticate/"
SET_UP = "/accounts/2fa/"


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_STEP = True


# Setting it up


def test_an_app_is_set_up_by_its_code_and_the_recovery_codes_are_shown_once(
    client: Client, rita: Person, django_capture_on_commit_callbacks: Committing
) -> None:
    sign_in(client, rita)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, time.time())})
    assert done.url == reverse("mfa_view_recovery_codes")
    shown = client.get(done.url).context["unused_codes"]
    assert len(shown) == 10
    html = client.get(done.url).content.decode()
    assert "10 codes left" in html
    assert [code for code in shown if code in html] == []
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403
    assert OutgoingMail.objects.get().subject == "A second step was set up"


def test_a_wrong_code_sets_nothing_up(client: Client, rita: Person) -> None:
    sign_in(client, rita)
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "This code is not right." in page.content.decode()
    assert not Authenticator.objects.exists()


def test_the_keys_of_apps_do_not_lie_open_in_the_database(rita: Person) -> None:
    secret = give_app(rita)
    codes = give_codes(rita)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in kept
    assert [code for code in codes if code in kept] == []


def test_a_new_secret_key_still_reads_what_the_former_one_wrote(
    client: Client, rita: Person, settings: Settings
) -> None:
    secret = give_app(rita)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    give_password(rita)
    by_password(client, rita)
    client.post(STEP, {"code": code_at(secret, time.time())})
    assert is_in(client)


# Signing in with it


def test_after_the_password_comes_the_code(client: Client, rita: Person) -> None:
    secret = give_app(rita)
    give_password(rita)
    assert by_password(client, rita) == STEP
    assert not is_in(client)
    assert client.get("/people/").status_code == 302
    client.post(STEP, {"code": code_at(secret, time.time())})
    assert is_in(client)


def test_a_code_opens_once(client: Client, client_of: ClientOf, rita: Person) -> None:
    secret = give_app(rita)
    give_password(rita)
    code = code_at(secret, time.time())
    by_password(client, rita)
    client.post(STEP, {"code": code})
    thief = client_of(None)
    by_password(thief, rita)
    thief.post(STEP, {"code": code})
    assert not is_in(thief)


@pytest.mark.parametrize("ago", [90, 3600])
def test_an_old_code_does_not_open(client: Client, rita: Person, ago: int) -> None:
    secret = give_app(rita)
    give_password(rita)
    by_password(client, rita)
    client.post(STEP, {"code": code_at(secret, time.time() - ago)})
    assert not is_in(client)


def test_a_recovery_code_opens_once(client: Client, client_of: ClientOf, rita: Person) -> None:
    give_app(rita)
    first, second, *_rest = give_codes(rita)
    give_password(rita)
    by_password(client, rita)
    client.post(STEP, {"code": first})
    assert is_in(client)
    other = client_of(None)
    by_password(other, rita)
    other.post(STEP, {"code": first})
    assert not is_in(other)
    other.post(STEP, {"code": second})
    assert is_in(other)


def test_the_codes_of_somebody_else_do_not_open(client: Client, rita: Person, carl: Person) -> None:
    give_app(rita)
    theirs = give_app(carl)
    (code, *_rest) = give_codes(carl)
    give_password(rita)
    by_password(client, rita)
    for tried in (code, code_at(theirs, time.time())):
        client.post(STEP, {"code": tried})
    assert not is_in(client)


def test_the_second_step_cannot_be_taken_without_the_first(client: Client, rita: Person) -> None:
    secret = give_app(rita)
    assert client.post(STEP, {"code": code_at(secret, time.time())}).url == "/accounts/login/"
    assert not is_in(client)


def test_a_new_password_does_not_go_round_the_second_step(client: Client, rita: Person) -> None:
    give_app(rita)
    client.post(reverse("account_reset_password"), {"email": rita.email})
    link = OutgoingMail.objects.get().text.split("http://testserver")[1].split()[0]
    form = {"password1": "battery of horses 1", "password2": "battery of horses 1"}
    client.post(client.get(link).url, form)
    assert not is_in(client)
    rita.refresh_from_db()
    answer = client.post(reverse("account_login"), {"login": rita.email, "password": "battery of horses 1"})
    assert answer.url == STEP


def test_nonsense_instead_of_a_passkey_is_no_fault_of_ours(client: Client, rita: Person) -> None:
    give_app(rita)
    give_password(rita)
    by_password(client, rita)
    for credential in ("", "{}", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "%%"}}', "x" * 5000):
        assert client.post(STEP, {"credential": credential}).status_code == 200
        assert client.post("/accounts/2fa/webauthn/login/", {"credential": credential}).status_code in {200, 302}
    assert not is_in(client)


# Who must have one


@pytest.mark.parametrize("who", ["cora", "colin", "ada"])
@pytest.mark.parametrize(
    "path", ["/", "/board/", "/desk/", "/admin/", "/offers/", "/people/", "/settings/", "/charter/"]
)
@pytest.mark.usefixtures("required")
def test_staff_without_one_are_led_to_set_it_up(
    request: pytest.FixtureRequest, client: Client, who: str, path: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get(path).url == SET_UP
    assert client.post(path).url == SET_UP
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert "signing in takes a second step" in page.content.decode()


@pytest.mark.usefixtures("required")
def test_their_session_does_not_open_the_api(client: Client, cora: Person) -> None:
    sign_in(client, cora)
    answer = client.get("/api/v1/matches")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_step_missing")


@pytest.mark.usefixtures("required")
def test_their_tokens_do_not_open_the_api_either(client: Client, colin: Person) -> None:
    organization = colin.active_memberships[0].organization
    _token, secret = issue_token(person=colin, organization=organization, name="Old", may_write=False, days=1)
    bearer = {"Authorization": f"Bearer {secret}"}
    answer = client.get("/api/v1/offers", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "second_step_missing")
    give_app(colin)
    assert client.get("/api/v1/offers", headers=bearer).status_code == 200


@pytest.mark.usefixtures("required")
def test_members_need_none(client: Client, rita: Person) -> None:
    sign_in(client, rita)
    assert client.get("/people/").status_code == 200
    assert client.get("/api/v1/offers").status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of it on commit, and the session must know in time
@pytest.mark.usefixtures("required")
def test_they_may_set_one_up_and_go_on_at_once(client: Client, cora: Person) -> None:
    sign_in(client, cora)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, time.time())})
    assert client.get("/board/").status_code == 200
    assert client.get("/api/v1/matches").status_code == 200


@pytest.mark.usefixtures("required")
def test_a_session_that_never_saw_the_second_step_is_asked_for_it(client: Client, cora: Person) -> None:
    secret = give_app(cora)
    sign_in(client, cora)
    asked = client.get("/board/?q=x")
    assert asked.url == "/accounts/2fa/reauthenticate/?next=%2Fboard%2F%3Fq%3Dx"
    answer = client.post("/accounts/2fa/reauthenticate/", {"code": code_at(secret, time.time()), "next": "/board/"})
    assert answer.url == "/board/"
    assert client.get("/board/").status_code == 200


@pytest.mark.usefixtures("required")
def test_whoever_is_appointed_needs_one_from_then_on(client: Client, rita: Person) -> None:
    sign_in(client, rita)
    assert client.get("/people/").status_code == 200
    Person.objects.filter(pk=rita.pk).update(is_coordinator=True)
    assert client.get("/people/").url == SET_UP


@pytest.mark.usefixtures("required")
def test_they_cannot_take_their_last_one_off(client: Client, ada: Person) -> None:
    give_app(ada)
    sign_in(client, ada)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "Set up another one before you remove this one." in page.content.decode()
    assert second_step.has_one(ada)


def test_others_may_turn_it_off_and_are_told_by_mail(client: Client, rita: Person) -> None:
    give_app(rita)
    give_codes(rita)
    sign_in(client, rita)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=rita).exists()
    assert OutgoingMail.objects.get().subject == "The second step was turned off"


@pytest.mark.usefixtures("required")
def test_a_recovery_code_alone_is_no_second_step_to_have(client: Client, cora: Person) -> None:
    give_codes(cora)
    sign_in(client, cora)
    assert client.get("/board/").url == SET_UP


@pytest.mark.usefixtures("required")
def test_the_admin_of_django_is_entered_by_the_same_door(client: Client, ada: Person) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    give_password(ada)
    secret = give_app(ada)
    form = {"username": ada.email, "password": "correct horse battery", "next": "/admin/"}
    assert client.post("/admin/login/", form).url.startswith("/accounts/login/")
    assert not is_in(client)
    assert by_password(client, ada) == STEP
    client.post(STEP, {"code": code_at(secret, time.time())})
    assert client.get("/admin/").status_code == 200


def test_the_portal_asks_no_more_of_the_database_for_it(
    client: Client, cora: Person, settings: Settings, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    sign_in(client, cora)
    with CaptureQueriesContext(connection) as without:
        client.get("/settings/")
    settings.REQUIRE_SECOND_STEP = True
    session = client.session
    session["account_authentication_methods"].append({"method": "mfa", "at": clock.now().timestamp()})
    session.save()
    with django_assert_num_queries(len(without)):
        client.get("/settings/")
