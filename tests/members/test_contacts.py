"""Whom one reaches at an organization."""

import pytest
from django.db import IntegrityError, transaction

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from members import contacts
from members.admission import start_application
from members.contacts import add_contact, change_contact, remove_contact
from members.models import Activity, Contact, OrganizationStatus
from tests.members.test_admission import CONTACT, HARBOR, waiting

pytestmark = pytest.mark.django_db


def test_the_applicant_says_whom_one_reaches(nora):
    organization = start_application(person=nora, **HARBOR).organization
    contact = add_contact(organization, actor=nora, **CONTACT | {"email": " Iris@HarborClinic.org "})
    assert (contact.name, contact.email) == ("Iris Dell", "iris@harborclinic.org")
    assert not Activity.objects.filter(kind="contacts.changed").exists()


def test_a_representative_keeps_the_list_of_a_member(rita, lakeview):
    contact = add_contact(lakeview, actor=rita, **CONTACT)
    change_contact(contact, actor=rita, function="Purchasing")
    assert Contact.objects.get().function == "Purchasing"
    add_contact(lakeview, actor=rita, name="Night desk", function="Reception", phone="+1 312 555 0100")
    remove_contact(contact, actor=rita)
    assert [str(left) for left in lakeview.contacts.all()] == ["Night desk"]
    assert Activity.objects.filter(kind="contacts.changed").count() == 4


def test_nobody_else_keeps_it(lakeview, rita, carl, reed, olga, ada, cora):
    contact = add_contact(lakeview, actor=rita, **CONTACT)
    for person in (carl, reed, olga, ada, cora):
        with pytest.raises(NotAllowed):
            add_contact(lakeview, actor=person, **CONTACT)
        with pytest.raises(NotAllowed):
            change_contact(contact, actor=person, name="Mine")
        with pytest.raises(NotAllowed):
            remove_contact(contact, actor=person)


def test_a_suspended_member_changes_nothing(sam, seaview):
    with pytest.raises(NotAllowed):
        add_contact(seaview, actor=sam, **CONTACT)


def test_while_the_admins_decide_the_contacts_stay(nora):
    organization = waiting(nora).organization
    with pytest.raises(NotAllowed):
        remove_contact(organization.contacts.get(), actor=nora)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"function": ""}, "function"),
        ({"email": "iris"}, "email"),
        ({"phone": "1" * 41}, "phone"),
    ],
)
def test_a_wrong_field_is_named(rita, lakeview, change, field):
    with pytest.raises(Invalid) as refused:
        add_contact(lakeview, actor=rita, **CONTACT | change)
    assert refused.value.field == field


def test_a_contact_can_be_reached_somehow(rita, lakeview):
    with pytest.raises(Invalid, match="an e-mail address or a phone number"):
        add_contact(lakeview, actor=rita, **CONTACT | {"email": ""})


def test_nobody_is_listed_twice(rita, lakeview):
    add_contact(lakeview, actor=rita, **CONTACT)
    with pytest.raises(Invalid, match="in the list already"):
        add_contact(lakeview, actor=rita, **CONTACT | {"name": "IRIS DELL"})


def test_the_last_contact_of_a_member_stays(rita, lakeview):
    contact = add_contact(lakeview, actor=rita, **CONTACT)
    with pytest.raises(Conflict, match="Somebody has to be reached"):
        remove_contact(contact, actor=rita)


def test_a_list_has_an_end(rita, lakeview):
    for number in range(contacts.MOST):
        add_contact(lakeview, actor=rita, name=f"Desk {number}", function="Desk", phone="1")
    with pytest.raises(Conflict, match="20 contacts already"):
        add_contact(lakeview, actor=rita, **CONTACT)


@pytest.mark.parametrize("wrong", [{"email": "", "phone": ""}, {"name": ""}, {"function": ""}])
def test_the_database_holds_it_too(lakeview, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(organization=lakeview, **CONTACT | wrong)


def test_a_declined_applicant_changes_contacts_only_with_a_new_application(nora, abel, northfork):
    northfork.status = OrganizationStatus.DECLINED
    northfork.save()
    northfork.applications.update(status="declined", sent_at=northfork.created_at)
    with pytest.raises(NotAllowed):
        add_contact(northfork, actor=abel, **CONTACT)
