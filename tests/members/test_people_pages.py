"""The pages about the people of an organization."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.shared import clock
from members.inviting import Guest, invite, invite_many
from members.joining import ask_to_join, choose_joining
from members.models import Invitation, JoinRequest, Membership, OutgoingMail, Role
from tests.conftest import make_person
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().split())


def token_to(email: str) -> str:
    letter = OutgoingMail.objects.filter(recipient=email, kind="invitation").latest("pk")
    return letter.text.partition("/invitations/")[2].partition("/")[0]


def membership_of(person) -> Membership:
    return person.memberships.get(ended_at=None)


@pytest.fixture
def desk(client_of, rita):
    return client_of(rita)


# The list


def test_a_representative_finds_the_acts_and_others_the_list_alone(desk, client_of, rita, carl, reed):
    page = words(desk.get("/people/"))
    assert "Role of Carl" in page
    assert "Invite people" in page
    for person in (carl, reed):
        page = words(client_of(person).get("/people/"))
        assert "Carl" in page
        assert "Role of" not in page
        assert "Remove" not in page
        assert "Invite" not in page


def test_the_list_asks_the_database_no_more_for_many(desk, rita, lakeview, django_assert_num_queries):
    MembershipFactory(organization=lakeview, role=Role.READER)
    desk.get("/people/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/people/")
    for _ in range(15):
        MembershipFactory(organization=lakeview, role=Role.READER)
    with django_assert_num_queries(len(few)):
        desk.get("/people/")


@pytest.mark.parametrize("address", ["/people/invitations/", "/people/requests/"])
@pytest.mark.thorough
def test_the_other_lists_ask_no_more_for_many(desk, rita, lakeview, django_assert_num_queries, address):
    def more(numbers):
        for number in numbers:
            ask_to_join(lakeview, person=make_person(f"p{number}"))
            invite(lakeview, guest=Guest(f"q{number}@b.org", "reader"), actor=rita)

    more(range(2))
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    more(range(2, 10))
    with django_assert_num_queries(len(few)):
        desk.get(address)


def test_a_role_is_changed_and_changed_back_from_the_message(desk, carl):
    row = membership_of(carl)
    page = desk.post(f"/people/{row.pk}/role/", {"role": "reader"}, follow=True)
    assert "Carl is a reader now." in words(page)
    assert f"/people/{row.pk}/role/?back=contributor" in words(page)
    desk.post(f"/people/{row.pk}/role/?back=contributor")
    row.refresh_from_db()
    assert row.role == Role.CONTRIBUTOR


@pytest.mark.parametrize("role", ["admin", "", "REPRESENTATIVE", "x" * 500, "\x00"])
def test_an_unknown_role_changes_nothing(desk, carl, role):
    row = membership_of(carl)
    page = desk.post(f"/people/{row.pk}/role/", {"role": role}, follow=True)
    assert "Choose a role from the list." in words(page)
    row.refresh_from_db()
    assert row.role == Role.CONTRIBUTOR


def test_nobody_gives_themselves_a_role_by_posting_one(client_of, carl, reed):
    for person in (carl, reed):
        for whose in (carl, reed):
            row = membership_of(whose)
            answer = client_of(person).post(f"/people/{row.pk}/role/", {"role": "representative"})
            assert answer.status_code == 403
    assert not Membership.objects.filter(role=Role.REPRESENTATIVE, person__in=[carl, reed]).exists()


def test_somebody_of_another_organization_is_out_of_reach(desk, olga, cascade, colin):
    for address in ("role", "remove"):
        answer = desk.post(
            f"/people/{membership_of(colin).pk}/{address}/", {"role": "reader", "organization": cascade.slug}
        )
        assert answer.status_code == 404
    assert membership_of(colin)


def test_a_removal_is_undone_from_the_message(desk, carl):
    row = membership_of(carl)
    page = desk.post(f"/people/{row.pk}/remove/", follow=True)
    assert "Carl no longer belongs to your organization." in words(page)
    desk.post(f"/people/{row.pk}/restore/")
    assert membership_of(carl).role == Role.CONTRIBUTOR


def test_who_removes_themselves_is_asked_once_more(desk, rita):
    answer = desk.post(f"/people/{membership_of(rita).pk}/remove/")
    assert answer["Location"] == "/people/leave/"


# Leaving


def test_the_last_representative_names_a_successor_in_the_same_step(desk, rita, carl):
    assert "You are the last who can sign" in words(desk.get("/people/leave/"))
    assert desk.post("/people/leave/", {"then": ""}).status_code == 422
    desk.post("/people/leave/", {"then": "", "successor": carl.pk})
    assert membership_of(carl).role == Role.REPRESENTATIVE
    assert not rita.memberships.active().exists()


def test_a_successor_comes_from_the_same_organization(desk, rita, olga):
    assert desk.post("/people/leave/", {"then": "", "successor": olga.pk}).status_code == 422
    assert membership_of(rita).role == Role.REPRESENTATIVE


def test_without_colleagues_one_is_sent_to_invite_some(desk):
    page = desk.get("/people/leave/")
    assert "There is nobody to hand over to yet" in words(page)


def test_a_contributor_leaves_and_cannot_post_another_end(client_of, carl):
    browser = client_of(carl)
    assert browser.post("/people/leave/", {"then": "representative"}).status_code == 422
    browser.post("/people/leave/", {"then": ""})
    assert not carl.memberships.active().exists()


def test_a_representative_beside_another_steps_back(desk, rita, carl, lakeview):
    Membership.objects.filter(person=carl).update(role=Role.REPRESENTATIVE)
    desk.post("/people/leave/", {"then": "reader"})
    assert membership_of(rita).role == Role.READER


# Inviting


def test_one_is_invited_by_one_line(desk, lakeview):
    page = desk.post("/people/invite/", {"people": "Jane Roe <jane@b.org>, reader", "role": "contributor"})
    assert page.status_code == 200
    assert "1 person can be invited" in words(page)
    assert not Invitation.objects.exists()
    page = desk.post(
        "/people/invite/",
        {"people": "Jane Roe <jane@b.org>, reader", "role": "contributor", "step": "send"},
        follow=True,
    )
    assert "1 invitation is on its way." in words(page)
    stored = Invitation.objects.get()
    assert (stored.organization, stored.email, stored.role, stored.name) == (
        lakeview,
        "jane@b.org",
        "reader",
        "Jane Roe",
    )


def test_bad_lines_are_told_and_kept_and_the_good_ones_go(desk, carl):
    typed = f"jane@b.org\nnobody\n{carl.email}\nx@b.org, boss\nJANE@b.org"
    page = desk.post("/people/invite/", {"people": typed, "role": "reader"})
    assert page.status_code == 422
    for told in (
        "4 lines have to be mended",
        "There is no e-mail address",
        "belongs to your organization already",
        "is no role",
        "This address is there twice",
    ):
        assert told in words(page)
    page = desk.post("/people/invite/", {"people": typed, "role": "reader", "step": "send"})
    assert page.status_code == 200
    assert [row.email for row in Invitation.objects.all()] == ["jane@b.org"]
    kept = page.context["form"]["people"].value()
    assert kept.splitlines() == ["nobody", carl.email, "x@b.org, boss", "JANE@b.org"]


def test_a_file_and_typed_lines_come_together(desk):
    file = SimpleUploadedFile("people.csv", "name;email;role\nJosé;jose@b.org;reader".encode("cp1252"))
    page = desk.post("/people/invite/", {"people": "ann@b.org", "role": "contributor", "file": file})
    assert "2 people can be invited" in words(page)
    assert "José &lt;jose@b.org&gt;, reader" in words(page)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"people": ""}, "Write at least one e-mail address"),
        ({"people": "a@b.org", "role": "admin"}, "Select a valid choice"),
        ({"people": "\n".join(f"p{n}@b.org" for n in range(501))}, "501 lines"),
        ({"people": "a" * 100_001}, "at most 100000 characters"),
        ({"file": SimpleUploadedFile("x.csv", b"x" * 200_001)}, "larger than 200 KB"),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04\x00")}, "This is no CSV file"),
    ],
)
def test_what_is_no_list_is_told_at_its_field(desk, sent, told):
    page = desk.post("/people/invite/", {"role": "reader", "step": "send"} | sent)
    assert page.status_code == 422
    assert told in words(page)
    assert not Invitation.objects.exists()


def test_the_organization_of_the_form_is_the_one_acted_for(desk, lakeview, cascade):
    desk.post(
        "/people/invite/",
        {"people": "a@b.org", "role": "reader", "step": "send", "organization": cascade.slug, "slug": cascade.slug},
    )
    assert Invitation.objects.get().organization == lakeview


def test_the_template_can_be_read_back(desk):
    content = desk.get("/people/invite/template/").content
    page = desk.post("/people/invite/", {"role": "reader", "file": SimpleUploadedFile("people.csv", content)})
    assert "2 people can be invited" in words(page)


def test_an_invitation_is_sent_again_and_taken_back(desk, rita, lakeview):
    invitation = invite(lakeview, guest=Guest("a@b.org", "reader"), actor=rita)
    page = desk.post(f"/people/invitations/{invitation.pk}/resend/", follow=True)
    assert "just been sent" in words(page)
    Invitation.objects.update(sent_at=clock.now() - timedelta(days=1))
    page = desk.post(f"/people/invitations/{invitation.pk}/resend/", follow=True)
    assert "A new letter is on its way" in words(page)
    page = desk.post(f"/people/invitations/{invitation.pk}/revoke/", follow=True)
    assert "is taken back" in words(page)
    assert "Revoked" in words(desk.get("/people/invitations/?view=closed"))


def test_an_invitation_of_another_organization_is_out_of_reach(client_of, olga, rita, lakeview):
    invitation = invite(lakeview, guest=Guest("a@b.org", "reader"), actor=rita)
    for act in ("resend", "revoke"):
        assert client_of(olga).post(f"/people/invitations/{invitation.pk}/{act}/").status_code == 404


# The invitation as its receiver sees it


@pytest.fixture
def sent(rita, lakeview):
    invite(lakeview, guest=Guest("mina@lakeviewhealth.org", "contributor"), actor=rita)
    return f"/invitations/{token_to('mina@lakeviewhealth.org')}/"


def test_a_visitor_is_led_through_sign_up_with_the_address(client, sent):
    page = client.get(sent)
    assert "Invitation to Lakeview Health" in words(page)
    assert f"/accounts/signup/?email=mina%40lakeviewhealth.org&amp;next={sent.replace('/', '%2F')}" in words(page)
    form = client.get(page.context["sign_up"])
    assert 'value="mina@lakeviewhealth.org"' in words(form)


def test_who_is_signed_in_under_another_address_is_told_so_without_the_address(client_of, nora, sent):
    page = words(client_of(nora).get(sent))
    assert "It is for another address" in page
    assert "m…a@l…h.org" in page
    assert "mina@lakeviewhealth.org" not in page
    assert "Accept and join" not in page
    browser = client_of(nora)
    told = browser.post(f"{sent}accept/", follow=True)
    assert "another address than those you have proved" in words(told)
    assert not nora.memberships.exists()


def test_who_proved_the_address_accepts_and_acts_for_the_organization(client_of, nora, sent, lakeview):
    EmailAddress.objects.create(user=nora, email="mina@lakeviewhealth.org", verified=True)
    browser = client_of(nora)
    assert "Accept and join" in words(browser.get(sent))
    page = browser.post(f"{sent}accept/", {"role": "representative", "organization": "cascade"}, follow=True)
    assert "Welcome: you belong to Lakeview Health now, as a contributor." in words(page)
    assert membership_of(nora).role == Role.CONTRIBUTOR
    assert "Lakeview Health" in words(browser.get("/"))
    assert browser.post(f"{sent}accept/").status_code == 302  # a double click
    assert nora.memberships.count() == 1


def test_who_proved_the_address_declines(client_of, nora, sent):
    EmailAddress.objects.create(user=nora, email="mina@lakeviewhealth.org", verified=True)
    client_of(nora).post(f"{sent}decline/")
    assert Invitation.objects.get().status == "declined"
    assert client_of(nora).get(sent).status_code == 410


def test_forged_revoked_and_expired_invitations_are_told_apart_only_by_who_has_the_token(client, sent):
    assert client.get("/invitations/forged/").status_code == 404
    with clock.at(clock.now() + timedelta(days=15)):
        page = client.get(sent)
        assert page.status_code == 410
        assert "Its time is over" in words(page)
        assert "mina@" not in words(page)
    Invitation.objects.update(status="revoked", closed_at=clock.now())
    assert "It was taken back" in words(client.get(sent))


# Asking to join


def test_a_request_is_read_and_answered_on_its_page(desk, client_of, nora, lakeview):
    client_of(nora).post("/organizations/lakeview-health/join/", {"words": "I run supply."})
    asked = JoinRequest.objects.get()
    page = words(desk.get(f"/people/requests/{asked.pk}/"))
    assert "I run supply." in page
    assert "nora@example.org" in page
    assert "Make sure that you know this person." in page
    assert desk.post(f"/people/requests/{asked.pk}/", {"answer": "accept", "role": "admin"}).status_code == 422
    assert desk.post(f"/people/requests/{asked.pk}/", {"answer": "decline", "reason": ""}).status_code == 422
    desk.post(f"/people/requests/{asked.pk}/", {"answer": "accept", "role": "contributor"})
    assert membership_of(nora).role == Role.CONTRIBUTOR


def test_one_joins_at_once_where_the_organization_lets_its_own_in(client_of, desk, nora, lakeview, rita):
    EmailAddress.objects.create(user=nora, email="nora@lakeviewhealth.org", verified=True)
    desk.post("/people/joining/", {"joining": "at_once"})
    browser = client_of(nora)
    assert "Lakeview Health" in words(browser.get("/apply/find/"))
    page = browser.post("/organizations/lakeview-health/join/", {"role": "representative"}, follow=True)
    assert "as a reader" in words(page)
    assert membership_of(nora).role == Role.READER


def test_nobody_finds_organizations_of_other_domains(client_of, nora, lakeview):
    page = words(client_of(nora).get("/apply/find/"))
    assert "Lakeview" not in page
    assert "No member has the web domain of your address" in page


def test_a_request_is_withdrawn(client_of, nora, lakeview):
    asked = ask_to_join(lakeview, person=nora)
    client_of(nora).post(f"/joining/{asked.pk}/withdraw/")
    asked.refresh_from_db()
    assert asked.status == "withdrawn"


def test_an_organization_that_is_no_member_cannot_be_joined(client_of, nora, northfork, seaview):
    for slug in ("northfork-clinic", "seaview-labs"):
        assert client_of(nora).get(f"/organizations/{slug}/join/").status_code == 404


def test_by_invitation_only_the_page_says_so(client_of, nora, rita, lakeview):
    choose_joining(lakeview, joining="invitation", actor=rita)
    assert "By invitation only" in words(client_of(nora).get("/organizations/lakeview-health/join/"))
    assert client_of(nora).post("/organizations/lakeview-health/join/").status_code == 422


def test_500_are_invited_with_few_questions_to_the_database(rita, lakeview):
    guests = [Guest(f"p{n}@b.org", "reader") for n in range(40)]
    with CaptureQueriesContext(connection) as asked:
        invite_many(lakeview, guests=guests, actor=rita)
    assert len(asked) < 40 * 5 + 20


def test_whom_one_acts_for_is_shown_on_every_page(client_of, rita, cascade):
    MembershipFactory(person=rita, organization=cascade, role=Role.READER)
    browser = client_of(rita)
    browser.post(reverse("members:switch"), {"organization": cascade.pk})
    pages = (
        "/",
        "/people/",
        "/people/leave/",
        "/organizations/",
        "/projects/",
        "/offers/",
        "/requests/",
        "/matches/",
        "/notices/",
        "/settings/",
        "/charter/",
        "/signatories/",
        "/help/",
        "/apply/",
        "/accounts/email/",
        "/api/docs/",
    )
    for address in pages:
        page = browser.get(address)
        assert page.status_code == 200, address
        assert "<small>Cascade Biomedical Reserve</small>" in words(page), address
