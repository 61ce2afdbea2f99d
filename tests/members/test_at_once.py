"""Two at the same moment: what the locks of the verbs hold."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError
from members.admission import send_application, start_application
from members.appointments import appoint
from members.contacts import add_contact
from members.inviting import Guest, accept, invite
from members.models import (
    Acceptance,
    Application,
    CharterVersion,
    Invitation,
    Membership,
    Organization,
    OutgoingMail,
    Person,
    Principle,
    Role,
)
from members.people import change_role, join, leave
from members.signing import accept_charter
from tests.conftest import make_person
from tests.factories import MembershipFactory, OrganizationFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

HARBOR = {"kind": "hospital", "city": "Portland", "state": "ME", "domain": "harborclinic.org", "brings": "X-rays"}


@pytest.fixture(autouse=True)
def charter() -> None:
    """The first charter, which a flushed database no longer has."""
    if CharterVersion.objects.in_force().exists():
        return
    written = CharterVersion.objects.create(number=1, title="Charter", preamble="We act together.")
    Principle.objects.create(charter=written, position=1, title="In the open", text="Plans lie open.")
    written.text_sha256, written.published_at, written.status = written.hash_of_text(), clock.now(), "published"
    written.save()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads of their own that start together; return the refusals."""
    together = Barrier(len(acts))
    refusals: list[str] = []

    def run(act: Callable[[], object]) -> None:
        together.wait()
        try:
            act()
        except DomainError as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def fresh(organization: Organization) -> Organization:
    return Organization.objects.get(pk=organization.pk)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def ready(name: str, clinic: str) -> Application:
    person = make_person(name)
    EmailAddress.objects.create(user=person, email=f"{name}@harborclinic.org", verified=True)
    application = start_application(person=person, name=clinic, needs="", **HARBOR)
    add_contact(application.organization, actor=person, name="Iris", function="Supply", phone="207 555 0101")
    accept_charter(application.organization, actor=person, authority="Owner")
    return Application.objects.get(pk=application.pk)


def test_a_form_sent_twice_begins_one_application():
    nora = make_person("nora")
    refusals = at_once(*[lambda: start_application(person=again(nora), name="Harbor", needs="", **HARBOR)] * 4)
    assert refusals == ["You have an application under way."] * 3
    assert Application.objects.count() == Organization.objects.count() == 1


def test_two_of_one_name_have_two_addresses():
    people = [make_person("nora"), make_person("mona"), make_person("lena")]
    at_once(*[lambda p=p: start_application(person=again(p), name="Harbor", needs="", **HARBOR) for p in people])
    assert sorted(Organization.objects.values_list("slug", flat=True)) == ["harbor", "harbor-2", "harbor-3"]


def test_of_two_with_one_domain_one_is_admitted_and_the_other_held():
    drafts = [ready("nora", "Harbor Clinic"), ready("mona", "Quite Other Name")]
    assert at_once(*[lambda d=d: send_application(d, actor=again(d.applicant)) for d in drafts]) == []
    assert sorted(Application.objects.values_list("status", flat=True)) == ["admitted", "sent"]
    assert "holds this web domain" in Application.objects.get(status="sent").held_because


def test_a_version_is_signed_once_however_often_the_button_is_pressed():
    draft = ready("nora", "Harbor Clinic")
    other = OrganizationFactory()
    rita = make_person("rita")
    join(other, person=rita, role=Role.REPRESENTATIVE, actor=make_person("ada", is_admin=True))
    assert draft.organization.acceptances.count() == 1
    refusals = at_once(
        *[
            lambda: accept_charter(Organization.objects.get(pk=other.pk), actor=again(rita), authority="Owner")
            for _ in range(3)
        ]
    )
    assert len(refusals) == 2
    assert Acceptance.objects.filter(organization=other).count() == 1


def test_of_two_representatives_who_leave_at_once_one_stays():
    ada = make_person("ada", is_admin=True)
    organization = OrganizationFactory()
    pair = [make_person("rita"), make_person("ruth")]
    for person in pair:
        join(organization, person=person, role=Role.REPRESENTATIVE, actor=ada)
    refusals = at_once(
        *[
            lambda p=p: leave(Organization.objects.get(pk=organization.pk), person=again(p), actor=again(p))
            for p in pair
        ]
    )
    assert len(refusals) == 1
    assert "last representative" in refusals[0]
    assert organization.memberships.active().count() == 1


def test_of_two_representatives_who_demote_each_other_one_is_left():
    ada, organization = make_person("ada", is_admin=True), OrganizationFactory()
    pair = [make_person("rita"), make_person("ruth")]
    for person in pair:
        join(organization, person=person, role=Role.REPRESENTATIVE, actor=ada)

    def demote(whom: Person, who: Person) -> None:
        change_role(fresh(organization), person=again(whom), role=Role.READER, actor=again(who))

    refusals = at_once(lambda: demote(pair[0], pair[1]), lambda: demote(pair[1], pair[0]))
    assert refusals == ["Only a representative of the organization can do this."]
    assert organization.memberships.filter(role=Role.REPRESENTATIVE).count() == 1


def test_of_two_sessions_that_write_past_the_verbs_the_database_lets_one_through():
    organization = OrganizationFactory()
    memberships = [MembershipFactory(person=make_person(name), organization=organization) for name in ("rita", "ruth")]
    both_wrote = Barrier(2)

    def demote(pk: int) -> None:
        try:
            with transaction.atomic():
                Membership.objects.filter(pk=pk).update(role=Role.READER)
                both_wrote.wait()
        except IntegrityError as refusal:
            raise Conflict(str(refusal)) from refusal

    refusals = at_once(*[lambda pk=row.pk: demote(pk) for row in memberships])
    assert len(refusals) == 1
    assert "keeps a representative" in refusals[0]
    assert organization.memberships.filter(role=Role.REPRESENTATIVE).count() == 1


def test_an_invitation_accepted_twice_at_once_makes_one_membership():
    organization, nora = OrganizationFactory(), make_person("nora")
    invitation = invite(organization, guest=Guest(nora.email, "reader"), actor=make_person("ada", is_admin=True))
    token = OutgoingMail.objects.get().text.partition("/invitations/")[2].partition("/")[0]
    double_click = [
        lambda: accept(Invitation.objects.get(pk=invitation.pk), person=again(nora), token=token) for _ in range(4)
    ]
    assert at_once(*double_click) == []
    assert organization.memberships.filter(person=nora).count() == 1


def test_two_admins_who_dismiss_each_other_leave_one():
    ada, adam = make_person("ada", is_admin=True), make_person("adam", is_admin=True)
    refusals = at_once(
        lambda: appoint(again(ada), actor=again(adam), admin=False),
        lambda: appoint(again(adam), actor=again(ada), admin=False),
    )
    assert len(refusals) == 1
    assert Person.objects.filter(is_admin=True).count() == 1
