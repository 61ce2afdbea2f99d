"""The Django admin of the ground floor: it shows everything, and changes states only through the verbs."""

import pytest
from allauth.socialaccount.models import SocialApp
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.shared import clock
from members import activity, kinds
from members.inviting import Guest, invite
from members.joining import ask_to_join
from members.models import (
    ApiToken,
    Application,
    AuditCheck,
    CharterVersion,
    Comment,
    Discussion,
    Follow,
    FormerName,
    IdentityProvider,
    KeptWording,
    Membership,
    Notice,
    Organization,
    Person,
    Renaming,
    Role,
)
from members.signing import accept_charter
from tests.conftest import make_person
from tests.factories import MembershipFactory, OrganizationFactory
from tests.members.test_admission import waiting

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

MAIL = {"outgoingmail", "digest"}
OURS = sorted(model._meta.model_name for model in apps.get_app_config("members").get_models())
SHOWN = [name for name in OURS if name not in MAIL]
KEPT = [
    "acceptance",
    "comment",
    "commentrevision",
    "discussion",
    "mention",
    "activity",
    "notice",
    "follow",
    "application",
    "applicationmessage",
    "contact",
    "apitoken",
    "principle",
    "auditentry",
    "audithead",
    "keptwording",
    "identitydomain",
    "invitation",
    "joinrequest",
]


def words(response) -> str:
    return " ".join(response.content.decode().split())


def list_of(name: str) -> str:
    return reverse(f"admin:members_{name}_changelist")


@pytest.fixture
def desk(client_of, ada):
    return client_of(ada)


def act(browser, rows, action: str, **more: str):
    """Choose the rows on their list and run an action, as the admin's form does."""
    name = rows[0]._meta.model_name
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return browser.post(list_of(name), chosen, follow=True)


def one_more_of_everything() -> None:
    """A row of every model that the admin shows, with all that its list mentions."""
    number = Person.objects.count()
    person = make_person(f"more{number}")
    organization = OrganizationFactory(name=f"More {number}")
    MembershipFactory(person=person, organization=organization)
    accept_charter(organization, actor=person, authority="Owner")
    application = Application.objects.create(organization=organization, applicant=person)
    application.messages.create(author=person, side="applicant", text="More")
    was = {"name": "Less", "slug": f"less-{number}", "changed_by": person, "reason": "More"}
    FormerName.objects.create(organization=organization, **was)
    Renaming.objects.create(organization=organization, name="Most", reason="More", held_because="X", asked_by=person)
    organization.contacts.create(name="More", function="Desk", phone="1")
    activity.record(kinds.MEMBER_ADMITTED, actor=person, organization=organization, title="More")
    Notice.objects.create(person=person, kind="x", title="More", url="/", subject="more")
    Follow.objects.create(person=person, topic="more")
    app = SocialApp.objects.create(
        provider="openid_connect", provider_id=f"more{number}", name="More", client_id="more"
    )
    provider = IdentityProvider.objects.create(organization=organization, app=app)
    provider.domains.create(domain=f"more{number}.example")
    invite(organization, guest=Guest(f"more{number}@example.net", "reader"), actor=person)
    ask_to_join(organization, person=make_person(f"asks{number}"))
    person.api_tokens.create(
        organization=organization, name="More", prefix="p", sha256=f"{number}", expires_at="2099-01-01T00:00Z"
    )
    AuditCheck.objects.create(chains=1, entries=1)
    comment = Discussion.objects.create(subject="more").comments.create(author=person, text="More")
    comment.mentions.create(person=person)
    Comment.objects.filter(pk=comment.pk).update(text="Most", version=2, edited_at=clock.now())
    KeptWording.objects.create(
        about="offer:1", title="More", field="x", passage="$1", explanation="More", person=person
    )
    connection.check_constraints()  # as at commit, when the audit trail is written


def test_every_model_of_the_ground_floor_is_there():
    assert [name for name in SHOWN if apps.get_model("members", name) not in admin.site._registry] == []


@pytest.mark.parametrize("name", SHOWN)
def test_the_admin_is_for_admins(client, client_of, rita, cora, name):
    assert client.get(list_of(name)).status_code == 302
    for person in (rita, cora):
        answer = client_of(person).get(list_of(name))
        assert answer.status_code in {302, 403}
        assert client_of(person).get(list_of(name), follow=True).status_code == 403


@pytest.mark.parametrize("name", SHOWN)
def test_lists_ask_the_database_no_more_for_many_than_for_few(desk, name, django_assert_num_queries):
    one_more_of_everything()
    desk.get(list_of(name))
    with CaptureQueriesContext(connection) as few:
        assert desk.get(list_of(name) + "?q=more").status_code == 200
    for _ in range(3):
        one_more_of_everything()
    with django_assert_num_queries(len(few)):
        desk.get(list_of(name) + "?q=more")


@pytest.mark.parametrize("name", SHOWN)
def test_each_row_has_its_page(desk, name):
    one_more_of_everything()
    row = apps.get_model("members", name).objects.order_by("pk").last()
    assert desk.get(reverse(f"admin:members_{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("name", KEPT)
def test_what_is_on_record_is_neither_added_nor_changed_nor_deleted(desk, name):
    one_more_of_everything()
    row = apps.get_model("members", name).objects.order_by("pk").last()
    assert desk.get(reverse(f"admin:members_{name}_add")).status_code == 403
    assert desk.post(reverse(f"admin:members_{name}_change", args=[row.pk]), {}).status_code == 403
    assert desk.post(reverse(f"admin:members_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["person", "organization", "membership"])
def test_nobody_and_nothing_is_deleted(desk, name):
    one_more_of_everything()
    row = apps.get_model("members", name).objects.order_by("pk").last()
    assert desk.post(reverse(f"admin:members_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_states_cannot_be_posted(desk, northfork, rita):
    form = {
        "name": "Northfork", "slug": "northfork", "kind": "hospital", "city": "", "state": "IL", "domain": "",
        "brings": "", "needs": "", "status": "admitted", "admitted_at_0": "2020-01-01", "admitted_at_1": "00:00",
    }  # fmt: skip
    for prefix in ("memberships", "applications", "acceptances"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    desk.post(reverse("admin:members_organization_change", args=[northfork.pk]), form)
    northfork.refresh_from_db()
    assert (northfork.name, northfork.status, northfork.admitted_at) == ("Northfork Clinic", "applicant", None)
    person = {"name": "Rita", "time_zone": "", "digest_frequency": "daily", "digest_hour": "7", "is_admin": "on"}
    person |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    desk.post(reverse("admin:members_person_change", args=[rita.pk]), person)
    assert not Person.objects.get(pk=rita.pk).is_admin


@pytest.mark.parametrize("domain", ["LakeviewHealth.org", "intranet"])
def test_a_web_domain_is_held_to_its_form_and_to_one_member(desk, cascade, lakeview, domain):
    form = {"name": "Cascade", "slug": "cascade", "kind": "hospital", "state": "OR", "domain": domain}
    for prefix in ("memberships", "applications", "acceptances"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    page = desk.post(reverse("admin:members_organization_change", args=[cascade.pk]), form)
    assert page.status_code == 200
    assert "domain" in page.context["adminform"].errors
    cascade.refresh_from_db()
    assert cascade.domain == ""


def test_applications_are_admitted_and_declined(desk, nora, rita):
    application = waiting(nora)
    page = act(desk, [application], "decline")
    assert "Reason, which the people concerned will read" in words(page)
    assert "Give a reason." in words(act(desk, [application], "decline", reason=" "))
    act(desk, [application], "decline", reason="We could not reach you.")
    application.refresh_from_db()
    assert (application.status, application.reason) == ("declined", "We could not reach you.")
    other = waiting(rita)
    assert "Done for 1 row." in words(act(desk, [other], "admit"))
    assert Organization.objects.get(pk=other.organization_id).is_admitted


def test_a_refusal_is_told_row_by_row(desk, nora, abel):
    rows = [waiting(nora), Application.objects.get(applicant=abel)]
    page = words(act(desk, rows, "admit"))
    assert "Done for 1 row." in page
    assert "Northfork Clinic: The applicant has not accepted the charter now in force." in page


def test_members_are_suspended_with_a_reason_and_reinstated(desk, lakeview, seaview):
    act(desk, [lakeview], "suspend_members")
    lakeview.refresh_from_db()
    assert lakeview.is_admitted
    act(desk, [lakeview], "suspend_members", reason="Sold what it was given.")
    act(desk, [seaview], "reinstate_members")
    lakeview.refresh_from_db()
    seaview.refresh_from_db()
    assert (lakeview.status, seaview.status) == ("suspended", "admitted")


def test_coordinators_and_admins_are_appointed(desk, ada, rita):
    for action in ("make_coordinator", "make_admin"):
        act(desk, [rita], action)
    rita.refresh_from_db()
    assert (rita.is_coordinator, rita.is_admin) == (True, True)
    for action in ("end_coordinator", "end_admin"):
        act(desk, [rita], action)
    rita.refresh_from_db()
    assert (rita.is_coordinator, rita.is_admin) == (False, False)
    assert "Ada: Ada is the only admin. Appoint another one first." in words(act(desk, [ada], "end_admin"))


def test_who_is_barred_is_out_at_once(desk, client_of, rita):
    browser = client_of(rita)
    assert browser.get("/people/").status_code == 200
    act(desk, [rita], "bar_from_sign_in")
    assert browser.get("/people/").url.startswith("/accounts/login/")
    act(desk, [rita], "let_sign_in")
    assert Person.objects.get(pk=rita.pk).is_active


def test_somebody_is_taken_into_an_organization(desk, nora, lakeview, rita):
    page = {"person": nora.pk, "organization": lakeview.pk, "role": "reader"}
    desk.post(reverse("admin:members_membership_add"), page)
    assert nora.memberships.get().role == Role.READER
    again = desk.post(reverse("admin:members_membership_add"), page)
    assert again.status_code == 409
    assert "Nora belongs to the organization already." in words(again)
    assert Membership.objects.filter(person=nora).count() == 1


def test_roles_change_and_memberships_end_by_actions(desk, rita, carl):
    membership = carl.memberships.get()
    act(desk, [membership], "make_representative")
    act(desk, [rita.memberships.get()], "end")
    membership.refresh_from_db()
    assert membership.role == Role.REPRESENTATIVE
    assert rita.memberships.get().ended_at
    assert "is the last representative" in words(act(desk, [membership], "make_reader"))


def test_a_charter_is_drafted_published_and_then_kept(desk, next_charter):
    address = reverse("admin:members_charterversion_change", args=[next_charter.pk])
    assert desk.get(address).status_code == 200
    for path in (reverse("admin:members_charterversion_add"), address):  # drafts are written on the desk
        assert desk.post(path, {"title": "Other"}).status_code == 403
    act(desk, [next_charter], "publish_drafts")
    next_charter.refresh_from_db()
    assert next_charter.status == "published"
    assert desk.post(address, {"title": "Other"}).status_code == 403
    assert "cannot become" in words(act(desk, [CharterVersion.objects.get(number=1)], "publish_drafts"))


def test_a_token_is_revoked_and_its_hash_not_shown(desk, db):
    one_more_of_everything()
    token = ApiToken.objects.get()
    page = desk.get(reverse("admin:members_apitoken_change", args=[token.pk]))
    assert "sha256" not in words(page)
    act(desk, [token], "revoke")
    token.refresh_from_db()
    assert token.revoked_at


def test_nobody_proves_an_address_by_hand(desk, rita):
    address = rita.emailaddress_set.get()
    page = reverse("admin:account_emailaddress_change", args=[address.pk])
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"verified": ""}).status_code == 403
    assert desk.get(reverse("admin:account_emailaddress_add")).status_code == 403


def test_nobodys_rights_come_from_groups(desk):
    assert "auth/group" not in words(desk.get("/admin/"))
