"""Whom one reaches at an organization: said with the application, kept up by its representatives."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.locking import lock
from coalition.shared.validation import check_valid
from members import activity, kinds, permissions
from members.models import Audience, Contact, Organization, Person

MOST = 20  # contacts of one organization


class Particulars(TypedDict, total=False):
    """What is said of a contact."""

    name: str
    function: str
    email: str
    phone: str


@transaction.atomic
def add_contact(organization: Organization, *, actor: Person, **said: Unpack[Particulars]) -> Contact:
    """Put a contact on the organization's list.

    Raises NotAllowed for others than its representatives or while its application is with the admins, Invalid for a
    field, Conflict when the list is full.
    """
    _lock_own(organization, actor)
    if organization.contacts.count() >= MOST:
        raise Conflict(_("There are %(n)d contacts already. Remove one first.") % {"n": MOST}, code="too_many")
    contact = _save(Contact(organization=organization), said)
    _record(organization, actor)
    return contact


@transaction.atomic
def change_contact(contact: Contact, *, actor: Person, **said: Unpack[Particulars]) -> Contact:
    """Change what is said of a contact. Fields that are not given stay. Raises as `add_contact`."""
    _lock_own(contact.organization, actor)
    lock(contact)
    _save(contact, said)
    _record(contact.organization, actor)
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, actor: Person) -> None:
    """Take a contact off the list. Raises NotAllowed as `add_contact`, Conflict for the last one of a member."""
    organization = contact.organization
    _lock_own(organization, actor)
    lock(contact)
    if organization.is_admitted and organization.contacts.count() == 1:
        raise Conflict(_("Somebody has to be reached. Add another contact first."), code="last_contact")
    contact.delete()
    _record(organization, actor)


def _lock_own(organization: Organization, actor: Person) -> None:
    lock(organization)
    if not permissions.can_edit_contacts(actor, organization):
        raise NotAllowed(_("Only a representative can change the contacts, and not while the admins decide."))


def _save(contact: Contact, said: Particulars) -> Contact:
    for name, value in said.items():
        setattr(contact, name, str(value).strip())
    contact.email = contact.email.lower()
    check_valid(contact)
    contact.save()
    return contact


def _record(organization: Organization, actor: Person) -> None:
    """For the admins, who may have to tell later who was named when; applicants' lists are not yet of interest."""
    if not organization.is_admitted:
        return
    activity.record(
        kinds.CONTACTS_CHANGED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        audience=Audience.PARTIES,
    )
