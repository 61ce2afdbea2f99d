"""Signing in by an organization's own provider: a real one, over real connections, by the code flow with PKCE."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from members.models import IdentityProvider, Membership, Organization, OrganizationStatus, Person
from tests.conftest import make_person
from tests.members.organization_sign_in.conftest import Traveller
from tests.members.second_steps import give_app, give_password

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

NOT_IN = "You are not signed in"


def refused(traveller: Traveller, answer: object, status: int, *, saying: str = NOT_IN) -> None:
    """Assert that the portal says no in a page of its own, and that nothing came of it."""
    assert answer.status_code == status
    html = answer.content.decode()
    assert f"<h1>{NOT_IN}</h1>" in html
    assert saying in html
    assert not traveller.is_in
    assert not SocialAccount.objects.exists()


def test_a_new_person_is_signed_in_named_and_proved_and_no_member(traveller: Traveller) -> None:
    answer = traveller.go("newt")
    assert answer.url == "/apply/"
    person = Person.objects.get(email="newt@lakeviewhealth.org")
    assert traveller.is_in
    assert (person.name, person.has_usable_password()) == ("Newt Lakeview", False)
    assert EmailAddress.objects.get(user=person).verified
    assert not Membership.objects.filter(person=person).exists()
    assert not person.is_member


def test_the_portal_asks_with_pkce_a_state_and_a_nonce(traveller: Traveller) -> None:
    first, second = traveller.set_out(), traveller.set_out()
    assert (first["response_type"], first["code_challenge_method"]) == ("code", "S256")
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 16
        assert first[name] != second[name]


def test_the_same_person_comes_back_to_the_same_account(traveller: Traveller) -> None:
    traveller.go("newt")
    traveller.client.post("/accounts/logout/")
    traveller.go("newt")
    assert traveller.is_in
    assert Person.objects.filter(email__startswith="newt").count() == 1


def test_a_member_with_the_address_is_signed_in_to_their_own_account(
    traveller: Traveller, lakeview: Organization
) -> None:
    person = make_person("x")
    person.email = "rita@lakeviewhealth.org"
    person.save()
    EmailAddress.objects.filter(user=person).update(email=person.email)
    Membership.objects.create(person=person, organization=lakeview, role="reader")
    give_password(person)
    answer = traveller.go("rita", next="/people/")
    assert answer.url == "/people/"
    assert traveller.client.get("/people/").context["user"] == person
    assert Person.objects.get(pk=person.pk).has_usable_password()


def test_another_spelling_of_the_address_is_the_same_account(traveller: Traveller) -> None:
    person = Person.objects.create_user("upper@lakeviewhealth.org", "correct horse battery", name="Upper")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    traveller.go("upper")
    assert traveller.client.get("/apply/").context["user"] == person


def test_whoever_took_the_address_without_proving_it_is_locked_out(traveller: Traveller) -> None:
    squatter = Person.objects.create_user("rita@lakeviewhealth.org", "correct horse battery", name="Mallory")
    EmailAddress.objects.create(user=squatter, email=squatter.email, verified=False, primary=True)
    traveller.go("rita")
    assert not Person.objects.get(pk=squatter.pk).has_usable_password()
    thief = Client()
    thief.post("/accounts/login/", {"login": squatter.email, "password": "correct horse battery"})
    assert "_auth_user_id" not in thief.session


def test_a_second_step_is_asked_for_all_the_same(traveller: Traveller) -> None:
    traveller.go("newt")
    give_app(Person.objects.get(email="newt@lakeviewhealth.org"))
    traveller.client.post("/accounts/logout/")
    assert traveller.go("newt").url == "/accounts/2fa/authenticate/"
    assert not traveller.is_in


def test_a_mailed_code_is_not_asked_for_on_top(traveller: Traveller, settings: Settings) -> None:
    settings.CODE_AFTER_PASSWORD = True
    traveller.go("newt")
    assert traveller.is_in


def test_somebody_barred_does_not_get_in(traveller: Traveller) -> None:
    traveller.go("newt")
    traveller.client.post("/accounts/logout/")
    Person.objects.filter(email__startswith="newt").update(is_active=False)
    traveller.go("newt")
    assert not traveller.is_in


def test_little_is_kept_of_what_the_provider_tells(traveller: Traveller) -> None:
    traveller.go("newt")
    assert set(SocialAccount.objects.get().extra_data) == {"sub", "email", "email_verified", "nonce"}


# What must fail


@pytest.mark.usefixtures("olga")
def test_an_address_at_another_domain_is_refused(traveller: Traveller) -> None:
    answer = traveller.go("mallory")
    refused(traveller, answer, 403, saying="may not speak for this e-mail address")


@pytest.mark.parametrize("user", ["below", "lookalike", "nobody"])
def test_so_is_one_at_a_subdomain_one_that_looks_alike_and_none(traveller: Traveller, user: str) -> None:
    refused(traveller, traveller.go(user), 403)
    assert not Person.objects.filter(email__contains="lakeview").exists()


def test_an_address_that_the_organization_has_not_verified_is_refused(traveller: Traveller) -> None:
    refused(traveller, traveller.go("una"), 403, saying="has not confirmed your e-mail address")


def test_a_nonce_of_another_attempt_is_refused(traveller: Traveller) -> None:
    answer = traveller.go("rita", lambda asked: asked | {"nonce": "of-another-attempt"})
    refused(traveller, answer, 403, saying="belongs to another attempt")


def test_no_nonce_at_all_is_refused(traveller: Traveller) -> None:
    answer = traveller.go("rita", lambda asked: {name: asked[name] for name in asked if name != "nonce"})
    refused(traveller, answer, 403, saying="belongs to another attempt")


def test_a_state_of_another_attempt_is_refused(traveller: Traveller) -> None:
    refused(traveller, traveller.go("rita", lambda asked: asked | {"state": "of-another-attempt"}), 401)


def test_a_code_of_somebody_else_brought_to_this_browser_is_refused(traveller: Traveller) -> None:
    thief = Traveller(traveller.issuer, Client())
    path = thief.at_the_provider("rita", thief.set_out())
    refused(traveller, traveller.client.get(path), 401)


def test_a_code_exchanged_for_another_challenge_is_refused(traveller: Traveller) -> None:
    refused(traveller, traveller.go("rita", lambda asked: asked | {"code_challenge": "x" * 43}), 401)


def test_a_code_works_once(traveller: Traveller) -> None:
    path = traveller.at_the_provider("newt", traveller.set_out())
    traveller.client.get(path)
    traveller.client.post("/accounts/logout/")
    assert traveller.client.get(path).status_code == 401
    assert not traveller.is_in


def test_a_token_signed_by_an_unknown_key_is_refused(
    traveller: Traveller, provider: IdentityProvider, other_issuer: str
) -> None:
    """The provider answers, but its keys, as far as the portal can find out, are others."""
    other = f"{other_issuer}/.well-known/jwks.json"
    provider.app.settings["openid_configuration_overrides"] = {"jwks_uri": other}
    provider.app.save()
    refused(traveller, traveller.go("rita"), 401)


def test_a_token_in_the_name_of_another_issuer_is_refused(traveller: Traveller, provider: IdentityProvider) -> None:
    provider.app.settings["openid_configuration_overrides"] = {"issuer": "https://login.example.org"}
    provider.app.save()
    refused(traveller, traveller.go("rita"), 401)


def test_what_the_provider_tells_of_somebody_else_is_refused(
    traveller: Traveller, provider: IdentityProvider, other_issuer: str
) -> None:
    provider.app.settings["openid_configuration_overrides"] = {"userinfo_endpoint": f"{other_issuer}/nowhere"}
    provider.app.save()
    refused(traveller, traveller.go("rita"), 401)


def test_a_provider_that_is_away_is_said_and_is_no_fault_of_ours(
    traveller: Traveller, provider: IdentityProvider
) -> None:
    path = traveller.at_the_provider("rita", traveller.set_out())
    provider.app.settings["server_url"] = "http://127.0.0.1:9"
    provider.app.save()
    refused(traveller, traveller.client.get(path), 502, saying="does not answer as it should")
    answer = traveller.client.post("/accounts/organization/", {"email": "rita@lakeviewhealth.org"})
    refused(traveller, answer, 502, saying="does not answer as it should")


def test_breaking_off_there_is_no_error(traveller: Traveller) -> None:
    state = traveller.set_out()["state"]
    path = f"/accounts/oidc/lakeview/login/callback/?error=access_denied&state={state}"
    answer = traveller.client.get(path, follow=True)
    assert "You broke off" in answer.content.decode()


@pytest.mark.parametrize("status", [OrganizationStatus.SUSPENDED, OrganizationStatus.LEFT])
def test_an_organization_that_is_out_signs_nobody_in(
    traveller: Traveller, provider: IdentityProvider, status: str
) -> None:
    asked = traveller.set_out()
    Organization.objects.filter(pk=provider.organization_id).update(status=status)
    refused(traveller, traveller.client.get(traveller.at_the_provider("rita", asked)), 403)
    page = traveller.client.post("/accounts/organization/", {"email": "rita@lakeviewhealth.org"})
    assert page.status_code == 422
