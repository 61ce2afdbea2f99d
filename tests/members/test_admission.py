"""From the first line of an application to the decision on it."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from coalition.shared import clock
from coalition.shared.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from coalition.shared.states import check
from members import domains
from members.admission import (
    admit,
    decline,
    describe_organization,
    send_application,
    start_application,
    withdraw_application,
)
from members.contacts import add_contact
from members.models import (
    Activity,
    Application,
    ApplicationStatus,
    Notice,
    NoticeStatus,
    Organization,
    OrganizationStatus,
    Person,
    Role,
)
from members.models.application import TRANSITIONS
from members.signing import accept_charter, publish
from members.standing import leave_coalition, suspend
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

HARBOR = {
    "name": "Harbor Clinic",
    "kind": "hospital",
    "city": "Portland",
    "state": "ME",
    "domain": "https://www.HarborClinic.org/",
    "brings": "Two mobile X-ray units.",
    "needs": "Gowns.",
}

CONTACT = {"name": "Iris Dell", "function": "Supply chain", "email": "iris@harborclinic.org", "phone": ""}


def prove(person: Person, address: str) -> None:
    """As the portal keeps it: in one spelling."""
    account, _, domain = address.partition("@")
    email = f"{account}@{domains.to_ascii(domain)}".lower()
    EmailAddress.objects.create(user=person, email=email, verified=True)


def with_contact(application: Application) -> Application:
    if not application.organization.contacts.exists():
        add_contact(application.organization, actor=application.applicant, **CONTACT)
    return application


def ready_to_send(person: Person, **changes: str) -> Application:
    application = start_application(person=person, **{**HARBOR, **changes})
    with_contact(application)
    accept_charter(application.organization, actor=person, authority="Chief executive")
    return application


def waiting(person: Person) -> Application:
    """An application at the admins' desk: the person proved no address of the domain."""
    return send_application(ready_to_send(person), actor=person)


def admitted(person: Person) -> Application:
    prove(person, "nora@harborclinic.org")
    return send_application(ready_to_send(person), actor=person)


# Beginning


def test_an_application_begins_as_a_draft_with_the_applicant_as_representative(nora):
    application = start_application(person=nora, **HARBOR)
    organization = application.organization
    assert application.status == ApplicationStatus.DRAFT
    assert (organization.status, organization.slug) == (OrganizationStatus.APPLICANT, "harbor-clinic")
    assert organization.domain == "harborclinic.org"
    assert (str(organization.latitude), str(organization.longitude)) == ("45.37", "-69.24")
    assert nora.memberships.get().role == Role.REPRESENTATIVE
    assert not nora.is_member


def test_one_application_at_a_time(nora):
    start_application(person=nora, **HARBOR)
    with pytest.raises(Conflict, match="an application under way"):
        start_application(person=nora, **HARBOR | {"name": "Another"})


def test_two_organizations_of_one_name_have_two_addresses(nora, rita):
    OrganizationFactory(name="Harbor Clinic Reserve", slug="harbor-clinic-reserve")
    first = start_application(person=nora, **HARBOR).organization
    second = start_application(person=rita, **HARBOR).organization
    assert [first.slug, second.slug] == ["harbor-clinic", "harbor-clinic-2"]


def test_a_name_without_letters_for_an_address_still_gets_one(nora):
    assert start_application(person=nora, **HARBOR | {"name": "病院"}).organization.slug == "organization"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("kind", "bakery"), ("state", "XX"), ("domain", "intranet"), ("brings", "x" * 4001)],
)
def test_a_wrong_field_is_named(nora, field, value):
    with pytest.raises(Invalid) as refused:
        start_application(person=nora, **HARBOR | {field: value})
    assert refused.value.field == field
    assert not Organization.objects.exists()


def test_what_an_application_does_not_say_cannot_be_slipped_in(nora):
    with pytest.raises(TypeError, match="status"):
        start_application(person=nora, **HARBOR, status="admitted")


# Describing


def test_the_applicant_changes_a_draft(nora):
    application = start_application(person=nora, **HARBOR)
    describe_organization(application, actor=nora, name="Harbor Clinics", state="VT")
    organization = Organization.objects.get()
    assert (organization.name, organization.slug, organization.state) == ("Harbor Clinics", "harbor-clinics", "VT")
    assert organization.needs == "Gowns."
    assert str(organization.latitude) == "44.07000"


def test_nobody_else_changes_a_draft(nora, ada, rita):
    application = start_application(person=nora, **HARBOR)
    for person in (ada, rita):
        with pytest.raises(NotAllowed):
            describe_organization(application, actor=person, name="Mine")


def test_after_sending_nothing_is_changed(nora):
    application = waiting(nora)
    with pytest.raises(Conflict, match="Withdraw it"):
        describe_organization(application, actor=nora, needs="Nothing")


def test_what_was_signed_in_one_name_is_not_sent_in_another(nora):
    application = ready_to_send(nora)
    describe_organization(application, actor=nora, name="HARBOR CLINIC", needs="Gowns, size M.")
    with pytest.raises(Conflict, match="accepted in the name of"):
        describe_organization(application, actor=nora, name="Mayo Clinic")


# Sending


def test_a_proved_address_at_the_own_domain_admits_at_once(nora, ada, rita):
    application = admitted(nora)
    organization = Organization.objects.get(name="Harbor Clinic")
    assert application.status == ApplicationStatus.ADMITTED
    assert (application.held_because, application.decided_by) == ("", None)
    assert organization.is_admitted
    assert organization.admitted_at
    assert Person.objects.get(pk=nora.pk).is_member
    assert not Notice.objects.filter(person=ada).exists()


def test_admission_is_told_to_all_members_and_to_the_applicant(nora, rita):
    admitted(nora)
    joined = Activity.objects.visible_to(rita).get(kind="member.admitted")
    assert joined.sentence == "Harbor Clinic joined the coalition"
    assert set(joined.topics) == {f"organization:{Organization.objects.get(name='Harbor Clinic').pk}", "state:ME"}
    notice = Notice.objects.get(person=nora)
    assert (notice.kind, notice.must_act, notice.url) == ("notice.admitted", False, "/organizations/harbor-clinic/")


def test_the_address_counts_in_any_case_and_spelling(nora):
    prove(nora, "nora@B\u00dcCHER.example")
    application = send_application(ready_to_send(nora, domain="xn--bcher-kva.example"), actor=nora)
    assert application.held_because == "xn--bcher-kva.example is written in letters that can look like others."


@pytest.mark.parametrize(
    ("proved", "domain", "reason"),
    [
        ("nora@harborclinic.org", "", "No web domain was given."),
        ("nora@gmail.com", "gmail.com", "gmail.com is a public mail provider."),
        ("nora@lakeview.org", "harborclinic.org", "No address at harborclinic.org was proved."),
        ("nora@harborclinic.co", "co.uk", "Anybody can have an address under co.uk."),
        ("nora@a.github.io", "github.io", "Anybody can have an address under github.io."),
        ("nora@b.github.io", "a.github.io", "No address at a.github.io was proved."),
        ("nora@harborclinic.org.evil.com", "harborclinic.org", "No address at harborclinic.org was proved."),
        ("nora@hаrborclinic.org", "harborclinic.org", "No address at harborclinic.org was proved."),
    ],
)
def test_whatever_proves_nothing_goes_to_the_admins_with_the_reason(nora, ada, proved, domain, reason):
    prove(nora, proved)
    application = send_application(ready_to_send(nora, domain=domain), actor=nora)
    assert (application.status, application.held_because) == (ApplicationStatus.SENT, reason)
    assert Organization.objects.get().status == OrganizationStatus.APPLICANT
    notice = Notice.objects.open().get(person=ada)
    assert (notice.kind, notice.url, notice.must_act) == ("notice.decide_application", f"/desk/{application.pk}/", True)


def test_an_address_that_is_not_proved_does_not_count(nora):
    EmailAddress.objects.create(user=nora, email="nora@harborclinic.org", verified=False)
    assert send_application(ready_to_send(nora), actor=nora).status == ApplicationStatus.SENT


def test_a_domain_that_a_member_holds_goes_to_the_admins(nora, rita):
    prove(nora, "nora@lakeviewhealth.org")
    application = send_application(ready_to_send(nora, domain="lakeviewhealth.org"), actor=nora)
    assert application.held_because == "Lakeview Health holds this web domain."


@pytest.mark.parametrize("name", ["lakeview health", "Lakev1ew Health", "Lakeview Health System"])
def test_a_name_like_that_of_a_member_goes_to_the_admins(nora, lakeview, name):
    prove(nora, "nora@harborclinic.org")
    application = send_application(ready_to_send(nora, name=name), actor=nora)
    assert application.held_because == "The name is like that of Lakeview Health."


def test_an_organization_that_was_declined_goes_to_the_admins_again(nora, ada):
    decline(waiting(nora), actor=ada, reason="Not known to us.")
    prove(nora, "nora@harborclinic.org")
    again = start_application(person=nora, **HARBOR)
    assert again.organization.status == OrganizationStatus.APPLICANT
    assert send_application(again, actor=nora).held_because == "It was declined before."


def test_an_organization_that_left_goes_to_the_admins_again(nora, ada):
    first = admitted(nora).organization
    leave_coalition(first, actor=nora)
    again = start_application(person=nora, **HARBOR)
    assert again.organization == first
    assert send_application(again, actor=nora).held_because == "It was a member before."


def test_the_domain_of_an_organization_that_left_is_looked_at(nora, olga, cascade):
    cascade.domain = "harborclinic.org"
    cascade.save()
    leave_coalition(cascade, actor=olga)
    prove(nora, "nora@harborclinic.org")
    application = send_application(ready_to_send(nora), actor=nora)
    assert application.held_because == "Cascade Biomedical Reserve had the same web domain: Left."


def test_an_application_that_says_too_little_is_not_sent(nora):
    application = ready_to_send(nora, brings="", needs="")
    with pytest.raises(Invalid) as refused:
        send_application(application, actor=nora)
    assert refused.value.code == "not_described"


def test_without_the_charter_nothing_is_sent(nora):
    with pytest.raises(Invalid) as refused:
        send_application(with_contact(start_application(person=nora, **HARBOR)), actor=nora)
    assert refused.value.code == "charter_not_accepted"


def test_without_anybody_to_reach_nothing_is_sent(nora):
    application = start_application(person=nora, **HARBOR)
    accept_charter(application.organization, actor=nora, authority="Chief executive")
    with pytest.raises(Invalid) as refused:
        send_application(application, actor=nora)
    assert refused.value.code == "no_contact"


def test_without_a_proved_address_nothing_is_sent(nora):
    EmailAddress.objects.filter(user=nora).update(verified=False)
    with pytest.raises(Invalid) as refused:
        send_application(ready_to_send(nora), actor=nora)
    assert refused.value.code == "address_not_proved"
    assert Application.objects.get().status == ApplicationStatus.DRAFT


def test_only_the_applicant_sends(nora, ada):
    application = ready_to_send(nora)
    with pytest.raises(NotAllowed):
        send_application(application, actor=ada)


def test_nothing_is_sent_twice(nora):
    application = waiting(nora)
    with pytest.raises(IllegalTransition):
        send_application(application, actor=nora)
    assert Activity.objects.filter(kind="application.sent").count() == 1


# Deciding


def test_an_admin_admits_what_the_policy_held(nora, ada, cora):
    application = waiting(nora)
    moment = timezone.datetime(2020, 4, 1, 12, tzinfo=timezone.get_fixed_timezone(0))
    with clock.at(moment):
        admit(application, actor=ada)
    assert (application.status, application.decided_by, application.decided_at) == ("admitted", ada, moment)
    assert application.organization.is_admitted
    assert application.organization.admitted_at == moment
    assert Notice.objects.get(person=ada).status == NoticeStatus.DONE
    assert Notice.objects.open().get(person=nora).kind == "notice.admitted"


def test_the_policy_does_not_admit_what_it_held(nora):
    with pytest.raises(NotAllowed):
        admit(waiting(nora), actor=None)


def test_only_admins_decide(nora, rita, cora):
    application = waiting(nora)
    for person in (nora, rita, cora):
        with pytest.raises(NotAllowed):
            admit(application, actor=person)
        with pytest.raises(NotAllowed):
            decline(application, actor=person, reason="No.")
    assert Application.objects.get().status == ApplicationStatus.SENT


def test_an_admin_cannot_give_one_domain_to_two_members(nora, ada):
    application = waiting(nora)
    OrganizationFactory(name="Another Harbor", domain="HarborClinic.org")
    with pytest.raises(Conflict, match="Another Harbor holds this web domain"):
        admit(application, actor=ada)


def test_nobody_comes_in_on_a_charter_that_is_no_longer_in_force(nora, ada, next_charter):
    application = waiting(nora)
    publish(next_charter, actor=ada)
    with pytest.raises(Conflict, match="not accepted the charter now in force"):
        admit(application, actor=ada)
    accept_charter(application.organization, actor=nora, authority="Chief executive")
    assert admit(application, actor=ada).organization.is_admitted


def test_a_declined_applicant_reads_why(nora, ada, rita):
    application = decline(waiting(nora), actor=ada, reason=" We could not reach you. ")
    assert (application.status, application.reason) == (ApplicationStatus.DECLINED, "We could not reach you.")
    assert application.organization.status == OrganizationStatus.DECLINED
    assert Notice.objects.open().get().kind == "notice.declined"
    assert not Activity.objects.visible_to(rita).exists()
    assert Activity.objects.visible_to(ada).filter(kind="application.declined").exists()


def test_nobody_is_declined_without_a_reason(nora, ada):
    with pytest.raises(Invalid) as refused:
        decline(waiting(nora), actor=ada, reason="  ")
    assert refused.value.field == "reason"


# Withdrawing


def test_the_applicant_withdraws_and_begins_anew(nora, ada):
    application = waiting(nora)
    withdraw_application(application, actor=nora)
    assert application.status == ApplicationStatus.WITHDRAWN
    assert Notice.objects.get(person=ada).status == NoticeStatus.VOID
    again = start_application(person=nora, **HARBOR)
    assert again.organization == application.organization
    assert again.pk != application.pk


def test_after_withdrawing_another_name_makes_another_organization(nora):
    """What was signed for Harbor Clinic stays with Harbor Clinic."""
    first = withdraw_application(ready_to_send(nora), actor=nora).organization
    second = start_application(person=nora, **HARBOR | {"name": "Inland Clinic"}).organization
    assert second != first
    assert not second.acceptances.exists()


def test_only_the_applicant_withdraws(nora, ada):
    with pytest.raises(NotAllowed):
        withdraw_application(waiting(nora), actor=ada)


def test_a_suspended_member_does_not_apply_its_way_back_in(nora, ada):
    organization = suspend(admitted(nora).organization, actor=ada, reason="Sold what it was given.")
    again = ready_to_send(nora, name="Harbour Clinic")
    assert again.organization != organization
    assert send_application(again, actor=nora).held_because == "Harbor Clinic holds this web domain."


LEGAL = {
    ("draft", "sent"),
    ("draft", "withdrawn"),
    ("sent", "asked"),
    ("sent", "admitted"),
    ("sent", "declined"),
    ("sent", "withdrawn"),
    ("asked", "sent"),
    ("asked", "admitted"),
    ("asked", "declined"),
    ("asked", "withdrawn"),
}


@pytest.mark.parametrize("old", ApplicationStatus.values)
@pytest.mark.parametrize("new", ApplicationStatus.values)
def test_the_states_of_an_application(old, new):
    if (old, new) in LEGAL:
        check(TRANSITIONS, ApplicationStatus, old=old, new=new)
    else:
        with pytest.raises(IllegalTransition):
            check(TRANSITIONS, ApplicationStatus, old=old, new=new)
