"""What keeps an organization from writing when it let the time for accepting the charter pass, and what mends it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared.errors import NotAllowed, Text
from members import permissions
from members.models import Membership, Organization, Person, Role
from members.models.person import Reader

SHOWN_REPRESENTATIVES = 3


class CharterOverdue(NotAllowed):
    """The person might write, if only their organization accepted the charter in force.

    Carries `accept_url`, where that is done, and `must_accept_by`, since when it is due. `action_url` and `action` are
    the way on for this person on a page.
    """

    code = "charter_overdue"

    def __init__(self, organization: Organization, *, reader: Reader) -> None:
        represents = permissions.can_represent(reader, organization)
        path = acceptance_path(organization)
        super().__init__(
            _what_to_do(organization) if not represents else _you_can(organization),
            accept_url=f"{settings.SITE_URL}{path}",
            must_accept_by=organization.must_accept_by.isoformat() if organization.must_accept_by else None,
        )
        self.action_url = path if represents else reverse("members:people")
        self.action = _("Read and accept the charter") if represents else _("See our people")


def refusal(reader: Reader, *organizations: Organization, otherwise: Text = "") -> NotAllowed:
    """Why the reader may write for none of these: an overdue charter if it is only that, else `otherwise`."""
    for organization in organizations:
        if organization.is_overdue and permissions.may_write_once_accepted(reader, organization):
            return CharterOverdue(organization, reader=reader)
    return NotAllowed(otherwise)


@dataclass(frozen=True, slots=True)
class Banner:
    """What every page says at its top while the charter waits to be accepted, with the one action that mends it."""

    organization: Organization
    accept_by: datetime
    is_overdue: bool
    can_accept: bool
    action_url: str  # "" where the person can do nothing


def banner(reader: Reader, acting: Membership | None) -> Banner | None:
    """The banner for the organization acted for: for everybody once it is overdue, before only for representatives.

    Asks the database nothing.
    """
    if not acting or not acting.organization.is_bound or acting.organization.must_accept_by is None:
        return None
    organization = acting.organization
    can_accept = permissions.can_represent(reader, organization)
    if not organization.is_overdue and not can_accept:
        return None
    path = acceptance_path(organization) if can_accept else ""
    if not can_accept and permissions.is_member(reader):
        path = reverse("members:people")
    return Banner(organization, acting.organization.must_accept_by, organization.is_overdue, can_accept, path)


def acceptance_path(organization: Organization) -> str:
    """Where a representative accepts the charter for this organization, whichever they act for."""
    return f"{reverse('members:application_agreement')}?for={organization.slug}"


def representatives_of(organization: Organization) -> list[Person]:
    """Who can accept for the organization, by name."""
    people = Person.objects.filter(
        is_active=True,
        memberships__organization=organization,
        memberships__ended_at__isnull=True,
        memberships__role=Role.REPRESENTATIVE,
    )
    return list(people.order_by("name", "pk"))


def _you_can(organization: Organization) -> str:
    return _(
        "%(name)s has not accepted the new version of the charter in time. Accept it as its representative, and it "
        "can post and answer again."
    ) % {"name": organization}


def _what_to_do(organization: Organization) -> str:
    known = representatives_of(organization)
    names = ", ".join(str(person) for person in known[:SHOWN_REPRESENTATIVES])
    if not names:
        return _(
            "%(name)s has not accepted the new version of the charter in time, and has no representative who could. "
            "Ask an admin of the coalition."
        ) % {"name": organization}
    return _(
        "%(name)s has not accepted the new version of the charter in time. Once a representative accepts it, it can "
        "post and answer again. Its representatives: %(people)s."
    ) % {"name": organization, "people": names}
