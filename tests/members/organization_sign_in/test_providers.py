"""Setting up the sign-in of an organization, by verb and in the admin; and the page that leads there."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members.identity_providers import provider_for, remove_provider, set_up_provider
from members.models import Activity, IdentityDomain, IdentityProvider, Organization, Person
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

ISSUER = "https://login.lakeviewhealth.org"
SAID = {"issuer": ISSUER, "client_id": "portal", "secret": "s3cret", "at": ["LakeviewHealth.org", "lakeview.example"]}


@pytest.fixture
def provider(lakeview: Organization, ada: Person) -> IdentityProvider:
    return set_up_provider(lakeview, **SAID, actor=ada)


def test_an_admin_sets_it_up_for_the_domains_and_that_is_on_record(
    provider: IdentityProvider, lakeview: Organization
) -> None:
    assert provider_for("anybody@LAKEVIEWHEALTH.ORG") == provider
    assert provider_for("anybody@mail.lakeviewhealth.org") is None
    assert provider_for("anybody@example.org") is None
    row = Activity.objects.latest("pk")
    assert row.sentence == "Ada set how the people of Lakeview Health sign in"
    assert row.after == {"domains": ["lakeview.example", "lakeviewhealth.org"]}


@pytest.mark.parametrize("who", ["rita", "cora", "olga"])
def test_nobody_else_does(request: pytest.FixtureRequest, lakeview: Organization, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_up_provider(lakeview, **SAID, actor=request.getfixturevalue(who))
    assert not SocialApp.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://login.lakeviewhealth.org"},
        {"issuer": "file:///etc/passwd"},
        {"issuer": "https://"},
        {"at": []},
        {"at": ["gmail.com"]},
        {"at": ["localhost"]},
        {"at": ["10.0.0.1"]},
        {"secret": ""},
    ],
)
def test_what_cannot_be_right_is_refused(lakeview: Organization, ada: Person, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        set_up_provider(lakeview, **SAID | wrong, actor=ada)
    assert not IdentityProvider.objects.exists()


def test_a_domain_has_one_provider(provider: IdentityProvider, cascade: Organization, ada: Person) -> None:
    with pytest.raises(Conflict):
        set_up_provider(cascade, **SAID | {"at": ["lakeview.example"]}, actor=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityDomain.objects.create(provider=provider, domain="lakeview.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityDomain.objects.create(provider=provider, domain="Lakeview.EXAMPLE")


def test_again_it_changes_what_is_there_and_keeps_the_secret(
    provider: IdentityProvider, lakeview: Organization, ada: Person
) -> None:
    changed = set_up_provider(lakeview, **SAID | {"secret": "", "at": ["lakeview.example"]}, actor=ada)
    assert (changed, changed.app.secret) == (provider, "s3cret")
    assert provider_for("rita@lakeviewhealth.org") is None


def test_ended_it_leaves_nothing(provider: IdentityProvider, rita: Person, ada: Person) -> None:
    SocialAccount.objects.create(user=rita, provider=provider.app.provider_id, uid="1")
    remove_provider(provider, actor=ada)
    assert not (SocialApp.objects.exists())
    assert not (SocialAccount.objects.exists())
    assert not (IdentityDomain.objects.exists())


def test_it_is_set_up_in_the_admin_and_its_secret_is_not_shown(
    client_of: ClientOf, ada: Person, lakeview: Organization
) -> None:
    desk = client_of(ada)
    form = {"organization": lakeview.pk, "issuer": ISSUER, "client_id": "portal", "secret": "s3cret"}
    form["domains"] = "lakeviewhealth.org\r\nlakeview.example"
    desk.post(reverse("admin:members_identityprovider_add"), form)
    provider = IdentityProvider.objects.get()
    page = desk.get(reverse("admin:members_identityprovider_change", args=[provider.pk])).content.decode()
    assert "lakeview.example\nlakeviewhealth.org" in page
    assert reverse("openid_connect_callback", args=[provider.app.provider_id]) in page
    assert "s3cret" not in page


def test_the_admin_says_a_refusal_at_its_field(client_of: ClientOf, ada: Person, lakeview: Organization) -> None:
    form = {"organization": lakeview.pk, "issuer": ISSUER, "client_id": "portal", "secret": "s", "domains": "gmail.com"}
    page = client_of(ada).post(reverse("admin:members_identityprovider_add"), form)
    assert page.context["adminform"].errors["domains"] == ["Anybody can have an address at gmail.com."]
    assert not IdentityProvider.objects.exists()


# The page


def test_neither_the_pages_nor_the_addresses_tell_which_organizations_have_a_sign_in(
    client: Client, provider: IdentityProvider
) -> None:
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/organization/"):
        assert "Lakeview" not in client.get(path).content.decode()
    there, not_there = (
        client.get(f"/accounts/oidc/{name}/login/") for name in (provider.app.provider_id, "0123456789abcdef")
    )
    assert (there.status_code, there.url) == (not_there.status_code, not_there.url)


def test_an_address_nobody_speaks_for_is_told_the_other_ways(client: Client) -> None:
    page = client.post("/accounts/organization/", {"email": "ann@example.net"})
    assert page.status_code == 422
    html = page.content.decode()
    assert "No organization signs in here for this address." in html
    assert 'value="ann@example.net"' in html


@pytest.mark.parametrize("address", ["", "x", "\x00@example.org", "a@" + "b" * 300])
def test_nonsense_for_an_address_is_said_at_the_field(client: Client, address: str) -> None:
    assert client.post("/accounts/organization/", {"email": address}).status_code == 422


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=x", "?error=access_denied", "?state=%00"])
def test_coming_back_without_having_left_opens_nothing(client: Client, provider: IdentityProvider, query: str) -> None:
    answer = client.get(reverse("openid_connect_callback", args=[provider.app.provider_id]) + query)
    assert answer.status_code == 401
    assert client.get(reverse("openid_connect_callback", args=["nobody"]) + query).status_code == 404
