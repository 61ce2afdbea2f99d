"""Who may ask the API, and as whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from coalition.shared import clock
from members.models import ApiToken, Organization, OrganizationStatus, Person, Role
from members.tokens import issue_token, new_secret, revoke_token
from resources.models import Match, Offer
from tests.api.conftest import SystemOf, problem
from tests.factories import MatchFactory, MembershipFactory, OfferFactory, RequestFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db

OFFERS = "/api/v1/offers"


def test_nobody_asks_without_signing_in() -> None:
    response = APIClient().get(OFFERS)
    problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


NEVER_ISSUED = f"Bearer {new_secret()}"


@pytest.mark.parametrize(
    "header",
    [
        *("Bearer", "Bearer ", "Bearer x", "Bearer coal_", "Bearer \x00", "bearer ключ"),
        pytest.param(NEVER_ISSUED, id="never issued"),
    ],
)
def test_an_unknown_token_is_refused(header: str) -> None:
    response = APIClient().get(OFFERS, headers={"Authorization": header})
    problem(response, 401, "token_unknown")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_another_scheme_is_no_token() -> None:
    problem(APIClient().get(OFFERS, headers={"Authorization": "Basic cml0YTpzZWNyZXQ="}), 401, "not_authenticated")


def test_a_token_asks_for_its_person(system_of: SystemOf, rita: Person) -> None:
    assert system_of(rita).get(OFFERS).status_code == 200


def test_a_revoked_token_is_refused_at_once(system_of: SystemOf, rita: Person) -> None:
    system = system_of(rita)
    assert system.get(OFFERS).status_code == 200
    revoke_token(ApiToken.objects.get(), actor=rita)
    problem(system.get(OFFERS), 401, "token_revoked")


def test_an_expired_token_is_refused(system_of: SystemOf, rita: Person) -> None:
    system = system_of(rita)
    with clock.at(clock.now() + timedelta(days=31)):
        problem(system.get(OFFERS), 401, "token_expired")


def test_the_token_of_somebody_who_may_not_sign_in_is_refused(system_of: SystemOf, rita: Person) -> None:
    system = system_of(rita)
    Person.objects.update(is_active=False)
    problem(system.get(OFFERS), 401, "token_orphaned")


def test_the_token_of_somebody_who_left_is_refused(system_of: SystemOf, rita: Person, lakeview: Organization) -> None:
    system = system_of(rita)
    MembershipFactory(organization=lakeview)
    rita.memberships.update(ended_at=clock.now())
    problem(system.get(OFFERS), 401, "token_orphaned")


def test_a_new_membership_makes_the_token_good_again(system_of: SystemOf, rita: Person, lakeview: Organization) -> None:
    system = system_of(rita)
    MembershipFactory(organization=lakeview)
    rita.memberships.update(ended_at=clock.now())
    MembershipFactory(person=rita, organization=lakeview, role=Role.READER)
    assert system.get(OFFERS).status_code == 200


@pytest.mark.parametrize("status", [OrganizationStatus.SUSPENDED, OrganizationStatus.LEFT])
def test_the_token_of_an_organization_that_is_no_member_is_refused(
    system_of: SystemOf, rita: Person, lakeview: Organization, status: str
) -> None:
    system = system_of(rita)
    Organization.objects.filter(pk=lakeview.pk).update(status=status)
    problem(system.get(OFFERS), 403, "organization_not_admitted")


def test_a_coordinators_token_is_refused_as_well_while_the_employer_is_suspended(
    system_of: SystemOf, colin: Person, cascade: Organization
) -> None:
    system = system_of(colin, may_write=False)
    Organization.objects.filter(pk=cascade.pk).update(status=OrganizationStatus.SUSPENDED)
    problem(system.get(OFFERS), 403, "organization_not_admitted")


def test_a_token_that_reads_does_not_write(system_of: SystemOf, rita: Person) -> None:
    system = system_of(rita, may_write=False)
    assert system.get(OFFERS).status_code == 200
    problem(system.post(OFFERS, {}, format="json"), 403, "token_read_only")


def test_a_writing_token_of_somebody_who_became_a_reader_does_not_write(
    system_of: SystemOf, rita: Person, lakeview: Organization
) -> None:
    system = system_of(rita)
    MembershipFactory(organization=lakeview)
    rita.memberships.update(role=Role.READER)
    ResourceTypeFactory(slug="gown")
    body = {"resource_type": "gown", "quantity": 5, "state": "IL", "available_from": str(clock.today())}
    problem(system.post(OFFERS, body, format="json"), 403, "not_allowed")
    assert not Offer.objects.exists()


def test_the_use_of_a_token_is_noted_once_a_minute(system_of: SystemOf, rita: Person) -> None:
    system, start = system_of(rita), clock.now()
    seen = []
    for seconds in (0, 30, 59, 60, 61):
        with clock.at(start + timedelta(seconds=seconds)):
            system.get(OFFERS)
        seen.append((ApiToken.objects.get().last_used_at - start).total_seconds())
    assert seen == [0, 0, 0, 60, 60]


def test_a_token_is_checked_in_one_query(
    system_of: SystemOf, rita: Person, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    system = system_of(rita)
    system.get(OFFERS)
    with django_assert_num_queries(2):  # the token with all it stands for; the offers
        system.get(OFFERS)


def test_a_token_stands_in_its_own_organization_alone(
    system_of: SystemOf, rita: Person, lakeview: Organization, cascade: Organization
) -> None:
    MembershipFactory(person=rita, organization=cascade)
    rita.forget_memberships()
    of_lakeview = MatchFactory(request__organization=lakeview)
    of_cascade = MatchFactory(offer__organization=cascade)
    for organization, match in ((lakeview, of_lakeview), (cascade, of_cascade)):
        answer = system_of(rita, organization=organization).get("/api/v1/matches").json()
        assert [row["id"] for row in answer["results"]] == [match.pk]


def test_a_token_does_not_act_for_another_organization_of_its_person(
    system_of: SystemOf, rita: Person, lakeview: Organization, cascade: Organization
) -> None:
    MembershipFactory(person=rita, organization=cascade)
    rita.forget_memberships()
    match = MatchFactory(offer__organization=cascade, request__organization=lakeview)
    cancel = f"/api/v1/offers/{match.offer_id}/withdraw"
    problem(system_of(rita, organization=lakeview).post(cancel, {}, format="json"), 403, "not_allowed")


def test_a_coordinators_token_hides_no_employer(
    system_of: SystemOf, colin: Person, cascade: Organization, lakeview: Organization
) -> None:
    MembershipFactory(person=colin, organization=lakeview)
    colin.forget_memberships()
    kind = ResourceTypeFactory()
    offer, request = OfferFactory(organization=cascade, resource_type=kind), RequestFactory(resource_type=kind)
    system = system_of(colin, organization=lakeview)
    answer = system.post(f"/api/v1/requests/{request.pk}/propose", {"offer": offer.pk, "quantity": 1}, format="json")
    problem(answer, 403, "own_organization")
    assert not Match.objects.exists()


def test_a_person_in_the_browser_asks_with_their_session(rita: Person) -> None:
    client = Client()
    client.force_login(rita)
    assert client.get(OFFERS).status_code == 200


def test_a_session_needs_the_csrf_token_to_write(rita: Person) -> None:
    ResourceTypeFactory(slug="gown")
    body = {"resource_type": "gown", "quantity": 5, "state": "IL", "available_from": str(clock.today())}
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(rita)
    problem(client.post(OFFERS, body, format="json"), 403, "permission_denied")
    client.get(reverse("api-docs"))
    token = client.cookies["csrftoken"].value
    answer = client.post(OFFERS, body, format="json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def test_people_outside_the_coalition_are_told_so(nora: Person, abel: Person, sam: Person) -> None:
    for person in (nora, abel, sam):
        client = Client()
        client.force_login(person)
        problem(client.get(OFFERS), 403, "not_a_member")


def test_coordinators_and_admins_without_an_organization_read_but_post_nothing(cora: Person, ada: Person) -> None:
    ResourceTypeFactory(slug="gown")
    body = {"resource_type": "gown", "quantity": 5, "state": "IL", "available_from": str(clock.today())}
    for person in (cora, ada):
        client = APIClient()
        client.force_login(person)
        assert client.get(OFFERS).status_code == 200
        problem(client.post(OFFERS, body, format="json"), 403, "not_allowed")


def test_issuing_is_not_undone_by_a_stale_acting_choice(rita: Person, lakeview: Organization) -> None:
    _token, secret = issue_token(person=rita, organization=lakeview, name="n", may_write=True, days=1)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    session = client.session
    session["acting_for"] = 10**9
    session.save()
    assert client.get(OFFERS).status_code == 200
