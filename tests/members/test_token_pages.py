"""The page of API tokens: made once, shown once, revoked by whom it concerns."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.models import ApiToken, Organization, OrganizationStatus, Person
from members.tokens import issue_token, looks_like_a_token, sha256_of
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

PAGE = "/settings/tokens/"
FORM = {"name": "Stock system", "days": "90", "may_write": "on"}


def secret_on(page: str) -> str:
    """The token that the page shows."""
    (secret,) = re.findall(r'value="(coal_\w+)"', page)
    return str(secret)


def token_of(person: Person, organization: Organization, name: str = "Inventory") -> ApiToken:
    return issue_token(person=person, organization=organization, name=name, may_write=False, days=30)[0]


def test_the_page_has_its_address() -> None:
    assert reverse("members:tokens") == PAGE


def test_visitors_are_sent_to_sign_in_and_outsiders_to_their_application(client_of: ClientOf, nora: Person) -> None:
    assert client_of(None).get(PAGE)["Location"].startswith("/accounts/login/")
    assert client_of(nora).get(PAGE)["Location"] == reverse("members:application")


def test_a_token_is_shown_when_it_is_made_and_never_again(client_of: ClientOf, rita: Person) -> None:
    client = client_of(rita)
    made = client.post(PAGE, FORM)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = secret_on(made.content.decode())
    assert looks_like_a_token(secret)
    assert ApiToken.objects.get().sha256 == sha256_of(secret)
    later = client.get(PAGE).content.decode()
    assert secret not in later
    assert secret[:9] in later


def test_what_was_made_is_what_was_chosen(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    client_of(rita).post(PAGE, FORM)
    token = ApiToken.objects.get()
    assert (token.person, token.organization, token.name, token.may_write) == (rita, lakeview, "Stock system", True)
    assert (token.expires_at - token.created_at).days == 89  # ninety days from a moment before


@pytest.mark.parametrize(
    ("wrong", "field"), [({"name": ""}, "name"), ({"name": "a\x00b"}, "name"), ({"days": "10000"}, "days")]
)
def test_wrong_input_makes_no_token_and_is_kept(
    client_of: ClientOf, rita: Person, wrong: dict[str, str], field: str
) -> None:
    response = client_of(rita).post(PAGE, FORM | wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "There is a problem to mend" in response.content.decode()
    assert not ApiToken.objects.exists()


def test_a_reader_is_not_offered_a_token_that_writes_and_does_not_get_one(client_of: ClientOf, reed: Person) -> None:
    client = client_of(reed)
    assert 'name="may_write"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, FORM).status_code == 422
    assert client.post(PAGE, {"name": "Reader", "days": "30"}).status_code == 200
    assert not ApiToken.objects.get().may_write


def test_a_coordinator_without_an_organization_is_told_why_there_is_no_form(client_of: ClientOf, cora: Person) -> None:
    client = client_of(cora)
    assert "You act for none" in client.get(PAGE).content.decode()
    client.post(PAGE, FORM)
    assert not ApiToken.objects.exists()


def test_one_sees_ones_own_tokens_and_a_representative_those_of_the_organization(
    client_of: ClientOf, rita: Person, carl: Person, olga: Person, lakeview: Organization
) -> None:
    token_of(carl, lakeview, "Carls own")
    shown = {person: "Carls own" in client_of(person).get(PAGE).content.decode() for person in (rita, carl, olga)}
    assert shown == {rita: True, carl: True, olga: False}


def test_a_token_is_revoked(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    token = token_of(rita, lakeview)
    response = client_of(rita).post(reverse("members:token_revoke", args=[token.pk]), follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "nobody can use it any more" in response.content.decode()
    token.refresh_from_db()
    assert not token.is_usable


def test_a_token_one_cannot_see_is_not_there(
    client_of: ClientOf, rita: Person, carl: Person, olga: Person, lakeview: Organization
) -> None:
    token = token_of(rita, lakeview)
    for person in (carl, olga):
        assert client_of(person).post(reverse("members:token_revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.is_usable


def test_a_link_revokes_nothing(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    token = token_of(rita, lakeview)
    assert client_of(rita).get(reverse("members:token_revoke", args=[token.pk])).status_code == 405
    token.refresh_from_db()
    assert token.is_usable


def test_the_form_is_protected_against_other_sites(rita: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    assert client.post(PAGE, FORM).status_code == 403
    assert not ApiToken.objects.exists()


def test_a_suspended_organization_gets_no_token(client_of: ClientOf, rita: Person, lakeview: Organization) -> None:
    Organization.objects.filter(pk=lakeview.pk).update(status=OrganizationStatus.SUSPENDED)
    client_of(rita).post(PAGE, FORM)
    assert not ApiToken.objects.exists()


def test_the_page_costs_the_same_however_many_tokens_there_are(
    client_of: ClientOf, rita: Person, lakeview: Organization, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    client = client_of(rita)
    counts = []
    for _round in range(2):
        with django_assert_num_queries(6) as asked:  # session, person, memberships, notices, own and others
            client.get(PAGE)
        counts.append(len(asked))
        for number in range(5):
            token_of(rita, lakeview, f"Token {number}")
    assert counts[0] == counts[1]
