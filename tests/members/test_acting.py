"""The guards around views: who passes, where the others are sent, what they are told."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from coalition.shared.errors import NotAllowed
from members.acting import admins_only, coordinators_only, members_only, signed_in, writers_only
from members.middleware import SESSION_KEY, acting_membership
from members.models import Membership, OrganizationStatus, Role
from members.models.person import Reader
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
Guard = Callable[..., Callable[[HttpRequest], HttpResponse]]


@pytest.fixture
def request_of(rf: RequestFactory) -> Callable[..., HttpRequest]:
    def made(person: Reader, *, method: str = "get", chosen: int | None = None, **headers: str) -> HttpRequest:
        request: HttpRequest = getattr(rf, method)("/plans/?q=beds", headers=headers)
        for middleware in (SessionMiddleware, MessageMiddleware, HtmxMiddleware):
            middleware(lambda r: HttpResponse())(request)
        request.user = person
        if chosen:
            request.session[SESSION_KEY] = chosen
        return request

    return made


def passes(guard: Guard, request: HttpRequest) -> bool:
    response = guard(lambda r: HttpResponse("in"))(request)
    return response.content == b"in"


@pytest.mark.parametrize("guard", [signed_in, members_only, writers_only, coordinators_only, admins_only])
def test_a_visitor_is_sent_to_sign_in_and_back_again(guard, request_of):
    response = guard(lambda r: HttpResponse("in"))(request_of(AnonymousUser()))
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/plans/%3Fq%3Dbeds"


def test_a_visitor_who_sent_a_form_is_not_sent_back_to_it(request_of):
    response = members_only(lambda r: HttpResponse("in"))(request_of(AnonymousUser(), method="post"))
    assert response.url == "/accounts/login/?next=/"


def test_a_fragment_asked_for_by_a_visitor_takes_the_whole_page_to_sign_in(request_of):
    request = request_of(AnonymousUser(), **{"HX-Request": "true", "HX-Current-URL": "http://testserver/board/?case=3"})
    response = members_only(lambda r: HttpResponse("in"))(request)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/accounts/login/?next=/board/%3Fcase%3D3"


def test_somebody_without_an_organization_is_sent_to_the_application(request_of, nora):
    request = request_of(nora)
    response = members_only(lambda r: HttpResponse("in"))(request)
    assert (response.status_code, response.url) == (302, "/apply/")
    assert [str(m) for m in get_messages(request)] == [
        "That page is for members. Apply for your organization here; it takes a few minutes."
    ]


def test_an_applicant_is_not_a_member_yet(request_of, abel):
    assert passes(signed_in, request_of(abel))
    assert not passes(members_only, request_of(abel))


def test_somebody_of_a_suspended_organization_is_told_why(request_of, sam):
    request = request_of(sam)
    assert not passes(members_only, request)
    assert [str(m) for m in get_messages(request)] == ["Seaview Labs is suspended. That page is for members only."]


def test_every_member_passes_as_member(request_of, rita, reed, cora, ada):
    assert all(passes(members_only, request_of(person)) for person in (rita, reed, cora, ada))


def test_representatives_and_contributors_pass_as_writers(request_of, rita, carl):
    assert passes(writers_only, request_of(rita))
    assert passes(writers_only, request_of(carl))


def test_a_reader_is_told_whom_to_ask(request_of, reed):
    with pytest.raises(NotAllowed, match="You are a reader of Lakeview Health"):
        passes(writers_only, request_of(reed))


def test_a_coordinator_without_employer_posts_for_nobody(request_of, cora):
    with pytest.raises(NotAllowed, match="You act for none"):
        passes(writers_only, request_of(cora))


def test_nobody_writes_for_an_organization_that_is_not_admitted(request_of, rita, seaview):
    MembershipFactory(person=rita, organization=seaview)
    with pytest.raises(NotAllowed, match="Seaview Labs is not a member now"):
        passes(writers_only, request_of(rita, chosen=seaview.pk))


def test_only_coordinators_pass_as_coordinators(request_of, cora, colin, rita, ada):
    assert passes(coordinators_only, request_of(cora))
    assert passes(coordinators_only, request_of(colin))
    for person in (rita, ada):
        with pytest.raises(NotAllowed, match="for the coordinators"):
            passes(coordinators_only, request_of(person))


def test_only_admins_pass_as_admins(request_of, ada, cora, rita):
    assert passes(admins_only, request_of(ada))
    for person in (rita, cora):
        with pytest.raises(NotAllowed, match="for the admins"):
            passes(admins_only, request_of(person))


def test_behind_a_guard_acting_is_the_membership_or_none(request_of, rita, cora):
    seen: list[Membership | None] = []

    @members_only
    def view(request):
        seen.append(request.acting)
        return HttpResponse()

    view(request_of(rita))
    view(request_of(cora))
    assert isinstance(seen[0], Membership)
    assert seen[1] is None


def test_one_acts_for_the_organization_chosen_in_the_session(request_of, rita, cascade):
    MembershipFactory(person=rita, organization=cascade, role=Role.READER)
    assert acting_membership(request_of(rita)).organization.name == "Lakeview Health"
    assert acting_membership(request_of(rita, chosen=cascade.pk)).organization == cascade


def test_a_choice_of_a_foreign_organization_counts_for_nothing(request_of, rita, cascade):
    assert acting_membership(request_of(rita, chosen=cascade.pk)).organization.name == "Lakeview Health"


def test_an_admitted_organization_comes_before_an_older_suspended_one(request_of, sam, lakeview, seaview):
    assert acting_membership(request_of(sam)).organization == seaview
    MembershipFactory(person=sam, organization=lakeview)
    del sam.active_memberships
    assert seaview.status == OrganizationStatus.SUSPENDED
    assert acting_membership(request_of(sam)).organization == lakeview
