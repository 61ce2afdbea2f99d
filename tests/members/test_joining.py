"""Joining an organization by asking it, at once or with its consent."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import joining
from members.joining import (
    accept_join_request,
    ask_to_join,
    choose_joining,
    decline_join_request,
    withdraw_join_request,
)
from members.models import Activity, Joining, JoinRequest, JoinRequestStatus, Notice, OutgoingMail, Role
from members.people import join
from members.standing import suspend
from tests.conftest import make_person
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina(db):
    """Works at Lakeview, as her address proves."""
    person = make_person("mina")
    EmailAddress.objects.create(user=person, email="mina@lakeviewhealth.org", verified=True)
    return person


def test_representatives_are_told_and_let_somebody_in(rita, carl, mina, lakeview):
    request = ask_to_join(lakeview, person=mina, words="I run supply.")
    assert request.by_domain
    assert request.status == JoinRequestStatus.OPEN
    told = Notice.objects.get(person=rita)
    assert (told.sentence, told.must_act) == ("Mina asks to join your organization", True)
    assert not Notice.objects.filter(person=carl).exists()
    letter = OutgoingMail.objects.get(person=rita)
    assert "I run supply." in letter.text
    accept_join_request(request, role=Role.CONTRIBUTOR, actor=rita)
    assert mina.memberships.get().role == Role.CONTRIBUTOR
    told.refresh_from_db()
    assert told.status == "done"
    assert Notice.objects.get(person=mina).sentence == "Welcome: you belong to Lakeview Health now"
    assert OutgoingMail.objects.filter(person=mina).get().subject == "You belong to Lakeview Health now"


def test_who_proved_the_domain_joins_at_once_where_the_organization_chose_so(rita, mina, lakeview):
    choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)
    request = ask_to_join(lakeview, person=mina)
    assert request.status == JoinRequestStatus.ACCEPTED
    assert mina.memberships.get().role == Role.READER
    assert Notice.objects.get(person=rita).sentence == "Mina joined your organization by their address"


def test_without_an_address_there_one_needs_consent_all_the_same(rita, nora, lakeview):
    choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)
    request = ask_to_join(lakeview, person=nora)
    assert (request.status, request.by_domain) == (JoinRequestStatus.OPEN, False)
    assert not nora.memberships.exists()


def test_an_address_that_is_not_proved_proves_nothing(rita, nora, lakeview):
    EmailAddress.objects.create(user=nora, email="nora@lakeviewhealth.org", verified=False)
    choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)
    assert ask_to_join(lakeview, person=nora).status == JoinRequestStatus.OPEN


@pytest.mark.parametrize(
    "address", ["nora@lakeviewhealth.org.example.net", "nora@xn--lakviewhealth-6ve.org", "nora@notlakeviewhealth.org"]
)
def test_an_address_at_a_domain_that_looks_like_it_proves_nothing(rita, nora, lakeview, address):
    EmailAddress.objects.create(user=nora, email=address, verified=True)
    choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)
    assert ask_to_join(lakeview, person=nora).status == JoinRequestStatus.OPEN


def test_a_public_mail_provider_proves_nothing(rita, nora, lakeview):
    lakeview.domain = "gmail.com"
    lakeview.save()
    EmailAddress.objects.create(user=nora, email="nora@gmail.com", verified=True)
    assert not ask_to_join(lakeview, person=nora).by_domain
    assert joining.organizations_of_my_domain(nora) == []
    with pytest.raises(Invalid, match="no web domain of its own"):
        choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)


def test_by_invitation_only_nobody_can_ask(rita, mina, lakeview):
    choose_joining(lakeview, joining=Joining.INVITATION, actor=rita)
    with pytest.raises(Conflict, match="by invitation only"):
        ask_to_join(lakeview, person=mina)


def test_one_asks_once_and_not_what_one_belongs_to(rita, carl, nora, lakeview):
    ask_to_join(lakeview, person=nora)
    with pytest.raises(Conflict, match="asked Lakeview Health already"):
        ask_to_join(lakeview, person=nora)
    with pytest.raises(Conflict, match="belong to Lakeview Health already"):
        ask_to_join(lakeview, person=carl)


def test_nobody_asks_without_a_proved_address(nora, lakeview):
    EmailAddress.objects.update(verified=False)
    with pytest.raises(Invalid, match="Prove your e-mail address"):
        ask_to_join(lakeview, person=nora)


def test_only_members_of_the_coalition_are_asked(nora, northfork, lakeview, ada):
    suspend(lakeview, actor=ada, reason="x")
    for organization in (northfork, lakeview):
        with pytest.raises(Conflict, match="not a member"):
            ask_to_join(organization, person=nora)


def test_five_requests_are_enough(nora):
    for _ in range(5):
        ask_to_join(OrganizationFactory(), person=nora)
    with pytest.raises(Conflict, match="5 organizations"):
        ask_to_join(OrganizationFactory(), person=nora)


def test_a_decline_gives_its_reason_and_holds_for_a_week(rita, nora, lakeview):
    request = ask_to_join(lakeview, person=nora)
    with pytest.raises(Invalid, match="reason"):
        decline_join_request(request, reason=" ", actor=rita)
    decline_join_request(request, reason="We do not know you.", actor=rita)
    assert "We do not know you." in OutgoingMail.objects.get(person=nora).text
    assert Notice.objects.get(person=nora).sentence == "Lakeview Health declined your request to join"
    with pytest.raises(Conflict, match="a week later"):
        ask_to_join(lakeview, person=nora)
    with clock.at(clock.now() + timedelta(days=8)):
        assert ask_to_join(lakeview, person=nora)


def test_a_request_can_be_withdrawn_by_who_asked_only(rita, nora, lakeview):
    request = ask_to_join(lakeview, person=nora)
    with pytest.raises(NotAllowed):
        withdraw_join_request(request, actor=rita)
    withdraw_join_request(request, actor=nora)
    assert Notice.objects.get(person=rita).status == "void"
    with pytest.raises(Conflict, match="answered before"):
        accept_join_request(request, role=Role.READER, actor=rita)


def test_nobody_else_answers(carl, reed, olga, nora, cora, lakeview):
    request = ask_to_join(lakeview, person=nora)
    for person in (carl, reed, olga, nora, cora):
        with pytest.raises(NotAllowed):
            accept_join_request(request, role=Role.READER, actor=person)
        with pytest.raises(NotAllowed):
            decline_join_request(request, reason="x", actor=person)
        with pytest.raises(NotAllowed):
            choose_joining(lakeview, joining=Joining.AT_ONCE, actor=person)


def test_an_answer_names_a_known_role_and_a_policy_a_known_way(rita, nora, lakeview):
    request = ask_to_join(lakeview, person=nora)
    with pytest.raises(Invalid):
        accept_join_request(request, role="admin", actor=rita)
    with pytest.raises(Invalid):
        choose_joining(lakeview, joining="anybody", actor=rita)
    assert JoinRequest.objects.get().status == JoinRequestStatus.OPEN


def test_who_is_taken_in_otherwise_waits_for_no_answer(rita, nora, lakeview):
    ask_to_join(lakeview, person=nora)
    join(lakeview, person=nora, role=Role.READER, actor=rita)
    assert JoinRequest.objects.get().status == JoinRequestStatus.ACCEPTED
    assert Notice.objects.get(person=rita).status == "done"


def test_only_organizations_of_a_proved_domain_are_found(mina, nora, lakeview, cascade):
    assert joining.organizations_of_my_domain(mina) == [lakeview]
    assert joining.organizations_of_my_domain(nora) == []


def test_the_choice_is_on_record(rita, lakeview):
    choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)
    choose_joining(lakeview, joining=Joining.AT_ONCE, actor=rita)
    assert Activity.objects.get().sentence == "Rita changed how people join Lakeview Health"
