"""The charter: how a version comes into force, and how an organization accepts it."""

import hashlib
from datetime import UTC

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, kinds, letters, notices, permissions
from members.models import (
    Acceptance,
    Audience,
    CharterStatus,
    CharterVersion,
    Organization,
    OrganizationStatus,
    Person,
    Role,
)
from members.models.charter import TRANSITIONS
from members.models.organization import OrganizationQuerySet

SIGNING = (OrganizationStatus.APPLICANT, OrganizationStatus.ADMITTED, OrganizationStatus.SUSPENDED)


@transaction.atomic
def accept_charter(
    organization: Organization, *, actor: Person, authority: str, address: str | None = None, version: int | None = None
) -> Acceptance:
    """Accept the charter in force for the organization, on record for good.

    `authority` is what entitles the person, in their words; `address` where the request came from; `version` the one
    that the person read. Raises NotAllowed for others than its representatives, Invalid without an authority, Conflict
    when this version was accepted already, is no longer the one in force, or the organization is out.
    """
    if not permissions.can_represent(actor, organization):
        raise NotAllowed(_("Only a representative can accept the charter for the organization."))
    if not authority.strip():
        raise Invalid(_("Say what entitles you to sign, for example your position."), field="authority")
    lock(organization)
    charter = _charter_to_sign(organization, version)
    acceptance = _signed(organization, charter, person=actor, authority=authority.strip()[:200], address=address)
    activity.record(
        kinds.CHARTER_ACCEPTED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=charter.get_absolute_url(),
        audience=Audience.MEMBERS if organization.is_admitted else Audience.ADMINS,
        after={"version": charter.number, "text_sha256": charter.text_sha256, "receipt": acceptance.receipt},
    )
    notices.done(reacceptance_of(organization))
    letters.receipt(acceptance)
    return acceptance


@transaction.atomic
def publish(charter: CharterVersion, *, actor: Person) -> CharterVersion:
    """Put a draft into force in place of the version before it, and ask every member to accept it.

    Raises NotAllowed for others than admins, Invalid without principles, IllegalTransition.
    """
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can publish a charter."))
    lock(*CharterVersion.objects.in_force())
    lock(charter, *charter.principles.order_by("pk"))  # nobody edits what is being hashed
    states.check(TRANSITIONS, CharterStatus, old=charter.status, new=CharterStatus.PUBLISHED)
    if not charter.principles.exists():
        raise Invalid(_("A charter needs at least one principle."), code="no_principles")
    superseded = CharterVersion.objects.in_force().values_list("number", flat=True).first()
    CharterVersion.objects.in_force().update(status=CharterStatus.SUPERSEDED)
    charter.status = CharterStatus.PUBLISHED
    charter.published_at = clock.now()
    charter.text_sha256 = charter.hash_of_text()
    charter.save(update_fields=["status", "published_at", "text_sha256"])
    activity.record(
        kinds.CHARTER_PUBLISHED,
        actor=actor,
        title=str(charter),
        url=charter.get_absolute_url(),
        before={"in_force": superseded},
        after={"in_force": charter.number, "text_sha256": charter.text_sha256},
    )
    _ask_members_to_accept()
    return charter


def signatories() -> OrganizationQuerySet:
    """The public roll: members that signed, by name, each with its acceptances, the latest version first."""
    signed = Acceptance.objects.filter(organization=OuterRef("pk"))
    latest_first = Acceptance.objects.select_related("charter").order_by("-charter__number")
    members: OrganizationQuerySet = Organization.objects.admitted().filter(Exists(signed))
    return members.prefetch_related(Prefetch("acceptances", latest_first))


def receipt_of(acceptance: Acceptance) -> str:
    """The receipt: SHA-256 (64 hexadecimal digits) over who accepted what for whom, when, and in what capacity.

    Each part on a line of its own, in UTF-8: organization number, person number, name as signed, authority, version,
    SHA-256 of the text, moment in UTC to the microsecond. Whoever holds the row can compute it anew.
    """
    parts = (
        acceptance.organization_id,
        acceptance.person_id,
        acceptance.person_name,
        acceptance.authority,
        acceptance.charter.number,
        acceptance.text_sha256,
        acceptance.accepted_at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def reacceptance_of(organization: Organization) -> str:
    """The word by which notices speak of the organization's answer to a new charter."""
    return f"charter-for-organization:{organization.pk}"


def _charter_to_sign(organization: Organization, version: int | None) -> CharterVersion:
    if organization.status not in SIGNING:
        raise Conflict(_("%(name)s is not in the coalition and has no application under way.") % {"name": organization})
    charter = CharterVersion.objects.in_force().first()
    if charter is None:
        raise Conflict(_("There is no charter in force."))
    if version is not None and charter.number != version:
        raise Conflict(_("A new version came into force while you read. Please read it again."), code="charter_changed")
    if organization.acceptances.filter(charter=charter).exists():
        raise Conflict(_("%(name)s has accepted this version already.") % {"name": organization}, code="accepted")
    return charter


def _signed(
    organization: Organization, charter: CharterVersion, *, person: Person, authority: str, address: str | None
) -> Acceptance:
    acceptance = Acceptance(
        organization=organization,
        charter=charter,
        person=person,
        person_name=person.name,
        authority=authority,
        text_sha256=charter.text_sha256,
        address=address,
        accepted_at=clock.now(),
    )
    acceptance.receipt = receipt_of(acceptance)
    acceptance.save(force_insert=True)
    return acceptance


def _ask_members_to_accept() -> None:
    organizations = Organization.objects.admitted().prefetch_related("memberships__person")
    for organization in organizations.iterator(chunk_size=500):
        representatives = [
            membership.person
            for membership in organization.memberships.all()
            if membership.ended_at is None and membership.role == Role.REPRESENTATIVE and membership.person.is_active
        ]
        notices.tell(
            representatives,
            kinds.ACCEPT_CHARTER,
            title=organization.name,
            url=reverse("members:application_agreement"),
            subject=reacceptance_of(organization),
        )
