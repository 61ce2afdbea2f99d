"""Tokens: how they look, who may make and revoke them."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import kinds, tokens
from members.models import Activity, ApiToken, Organization, Person
from members.tokens import issue_token, looks_like_a_token, new_secret, revoke_token
from tests.factories import MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def issue(person: Person, organization: Organization, **changed: object) -> tuple[ApiToken, str]:
    fields = {"name": "Inventory", "may_write": False, "days": 90} | changed
    return issue_token(person=person, organization=organization, **fields)  # type: ignore[arg-type]  # as given


def test_a_token_is_recognised_by_its_prefix_and_checksum() -> None:
    secret = new_secret()
    assert secret.startswith("coal_")
    assert len(secret) == 51
    assert looks_like_a_token(secret)


def test_no_two_tokens_are_alike() -> None:
    assert len({new_secret() for _ in range(1000)}) == 1000


@given(st.integers(0, 50), st.sampled_from(tokens.ALPHABET))
def test_a_token_with_one_wrong_letter_is_not_one(place: int, letter: str) -> None:
    secret = new_secret()
    wrong = secret[:place] + letter + secret[place + 1 :]
    assert looks_like_a_token(wrong) == (wrong == secret)


@given(st.text(max_size=80))
def test_nothing_else_is_taken_for_a_token(text: str) -> None:
    assert not looks_like_a_token(text)


def test_only_the_hash_of_a_token_is_kept(rita: Person, lakeview: Organization) -> None:
    token, secret = issue(rita, lakeview)
    row = ApiToken.objects.values().get(pk=token.pk)
    assert row["sha256"] == hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret in str(value) for value in row.values())
    assert secret.startswith(row["prefix"])
    assert row["expires_at"] - row["created_at"] <= timedelta(days=90)


def test_making_and_revoking_is_seen_by_the_organization_and_not_by_others(
    rita: Person, carl: Person, olga: Person, lakeview: Organization
) -> None:
    token, secret = issue(rita, lakeview)
    revoke_token(token, actor=rita)
    told = list(Activity.objects.visible_to(carl).order_by("pk").values_list("kind", flat=True))
    assert told == [kinds.TOKEN_ISSUED.name, kinds.TOKEN_REVOKED.name]
    assert not Activity.objects.visible_to(olga).exists()
    assert not Activity.objects.filter(text__contains=secret).exists()


def test_a_reader_gets_a_token_that_reads_and_none_that_writes(reed: Person, lakeview: Organization) -> None:
    assert not issue(reed, lakeview)[0].may_write
    with pytest.raises(NotAllowed, match="reader of Lakeview"):
        issue(reed, lakeview, may_write=True)


def test_nobody_gets_a_token_for_an_organization_of_others(olga: Person, ada: Person, lakeview: Organization) -> None:
    for person in (olga, ada):
        with pytest.raises(NotAllowed):
            issue(person, lakeview)


def test_nobody_gets_a_token_for_an_organization_that_is_no_member(
    sam: Person, seaview: Organization, abel: Person, northfork: Organization
) -> None:
    for person, organization in ((sam, seaview), (abel, northfork)):
        with pytest.raises(NotAllowed, match="member organization"):
            issue(person, organization)


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
def test_a_token_lives_a_year_at_most(rita: Person, lakeview: Organization, days: int) -> None:
    with pytest.raises(Invalid) as refusal:
        issue(rita, lakeview, days=days)
    assert refusal.value.field == "days"


@pytest.mark.parametrize("name", ["", "  ", "n" * 81, "a\x00b"])
def test_a_token_has_a_name(rita: Person, lakeview: Organization, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        issue(rita, lakeview, name=name)
    assert refusal.value.field == "name"


def test_twenty_tokens_are_enough_until_one_is_revoked_or_has_expired(rita: Person, lakeview: Organization) -> None:
    first, *_others = [issue(rita, lakeview)[0] for _ in range(tokens.MAX_TOKENS)]
    with pytest.raises(Conflict):
        issue(rita, lakeview)
    revoke_token(first, actor=rita)
    issue(rita, lakeview)
    with clock.at(clock.now() + timedelta(days=91)):
        issue(rita, lakeview)


def test_its_person_a_representative_and_an_admin_may_revoke_a_token(
    rita: Person, carl: Person, ada: Person, lakeview: Organization
) -> None:
    for actor in (carl, rita, ada):
        assert not revoke_token(issue(carl, lakeview)[0], actor=actor).is_usable


def test_nobody_else_may_revoke_a_token(
    rita: Person, carl: Person, reed: Person, olga: Person, cora: Person, lakeview: Organization
) -> None:
    token, _secret = issue(rita, lakeview)
    for actor in (carl, reed, olga, cora):
        with pytest.raises(NotAllowed):
            revoke_token(token, actor=actor)
    token.refresh_from_db()
    assert token.is_usable


def test_revoking_twice_keeps_the_first_moment(rita: Person, lakeview: Organization) -> None:
    token = revoke_token(issue(rita, lakeview)[0], actor=rita)
    first = token.revoked_at
    revoke_token(token, actor=rita)
    assert token.revoked_at == first
    assert Activity.objects.filter(kind=kinds.TOKEN_REVOKED.name).count() == 1


def test_a_person_of_two_organizations_may_revoke_in_their_own_right_only(rita: Person, carl: Person) -> None:
    elsewhere = OrganizationFactory()
    MembershipFactory(person=carl, organization=elsewhere)
    carl.forget_memberships()
    token, _secret = issue(carl, elsewhere)
    with pytest.raises(NotAllowed):
        revoke_token(token, actor=rita)


def test_a_presented_token_comes_with_all_it_stands_for_in_one_query(
    rita: Person, lakeview: Organization, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    token, secret = issue(rita, lakeview)
    with django_assert_num_queries(1):
        found = tokens.presented(secret)
        assert found is not None
        shown, membership = found
        assert membership is not None
        assert (shown.person, shown.organization, membership.organization) == (rita, lakeview, lakeview)
        assert membership.person is shown.person
    expected = ApiToken.objects.with_standing().get(pk=token.pk)
    for row, same in ((shown, expected), (shown.person, rita), (shown.organization, lakeview)):
        values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
        assert values == [getattr(same, field.attname) for field in same._meta.concrete_fields]
    assert membership == rita.memberships.get()


def test_the_token_of_somebody_who_has_left_comes_without_a_membership(rita: Person, lakeview: Organization) -> None:
    _token, secret = issue(rita, lakeview)
    MembershipFactory(organization=lakeview)
    rita.memberships.update(ended_at=clock.now())
    MembershipFactory(person=rita)
    found = tokens.presented(secret)
    assert found is not None
    assert found[1] is None


def test_what_is_no_token_asks_the_database_nothing(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(0):
        assert tokens.presented("coal_") is None
