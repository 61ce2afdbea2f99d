"""Who may do what on the ground floor. Small questions, each answered in one place.

They take a reader and a thing, and are asked by verbs, pages, the API and templates alike.
"""

from members.models import Application, Membership, Organization, Role
from members.models.application import IN_THE_APPLICANTS_HANDS
from members.models.person import Reader


def membership_in(reader: Reader, organization: Organization) -> Membership | None:
    """The reader's active membership in the organization, if any."""
    if not reader.is_authenticated:
        return None
    return next((m for m in reader.active_memberships if m.organization_id == organization.pk), None)


def is_member(reader: Reader) -> bool:
    """Whether the reader takes part in the coalition."""
    return reader.is_authenticated and reader.is_member


def can_coordinate(reader: Reader) -> bool:
    """Whether the reader matches offers to requests."""
    return reader.is_authenticated and reader.is_active and reader.is_coordinator


def can_administer(reader: Reader) -> bool:
    """Whether the reader manages membership, charter, catalogue and workgroups."""
    return reader.is_authenticated and reader.is_active and reader.is_admin


def can_write_for(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may post and answer for an admitted organization that has kept up with the charter."""
    return may_write_once_accepted(reader, organization) and not organization.is_overdue


def may_write_once_accepted(reader: Reader, organization: Organization) -> bool:
    """Whether at most an overdue acceptance of the charter keeps the reader from writing for the organization."""
    membership = membership_in(reader, organization)
    return bool(membership and membership.can_write and organization.is_admitted and reader.is_active)


def can_represent(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may sign, invite and set roles for the organization, admitted or applying."""
    membership = membership_in(reader, organization)
    return bool(membership and membership.role == Role.REPRESENTATIVE and reader.is_active)


def can_see_people_of(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may see names and addresses of the organization's people."""
    return can_administer(reader) or membership_in(reader, organization) is not None


def can_edit_application(reader: Reader, application: Application) -> bool:
    """Whether the application is the reader's own."""
    return reader.is_authenticated and application.applicant_id == reader.pk


def can_edit_contacts(reader: Reader, organization: Organization) -> bool:
    """Whether the reader keeps the organization's contacts: its representatives, and not while the admins decide."""
    if not can_represent(reader, organization):
        return False
    if organization.is_admitted:
        return can_write_for(reader, organization)
    return organization.applications.filter(status__in=IN_THE_APPLICANTS_HANDS).exists()
