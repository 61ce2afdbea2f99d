"""The charter: how a version comes into force, and how an organization accepts it."""

import hashlib
from datetime import UTC

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock, lock_name
from members import activity, kinds, letters, notices, permissions, reacceptance
from members.models import (
    Acceptance,
    Audience,
    CharterStatus,
    CharterVersion,
    Organization,
    OrganizationStatus,
    Person,
)
from members.models.charter import TRANSITIONS
from members.models.organization import BOUND, OrganizationQuerySet

CHARTER = "charter"  # the lock under which a version comes into force
SIGNING = (OrganizationStatus.APPLICANT, *BOUND)


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
    hold_charter()
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
    organization.must_accept_by = None
    organization.save(update_fields=["must_accept_by"])
    actor.forget_memberships()  # they hold the organization as it was
    notices.done(reacceptance.subject_of(organization))
    letters.receipt(acceptance)
    return acceptance


@transaction.atomic
def publish(charter: CharterVersion, *, actor: Person, revision: int | None = None) -> CharterVersion:
    """Put a draft into force in place of the version before it, and ask every member to accept it.

    `revision` is the one that the actor has read. Sets `must_accept_by` of every organization that the charter binds.
    Raises NotAllowed for others than admins, Invalid without principles, IllegalTransition, Conflict when the draft
    was saved since (`version_conflict`) or says what is in force already (`unchanged`).
    """
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can publish a charter."))
    lock_name(CHARTER)
    before = CharterVersion.objects.in_force().first()
    lock(charter)  # its principles wait for it: a trigger sees to that
    states.check(TRANSITIONS, CharterStatus, old=charter.status, new=CharterStatus.PUBLISHED)
    _check_can_be_published(charter, before, revision=revision)
    CharterVersion.objects.in_force().update(status=CharterStatus.SUPERSEDED)
    charter.status = CharterStatus.PUBLISHED
    charter.published_at = clock.now()
    charter.text_sha256 = charter.hash_of_text()
    charter.save(update_fields=["status", "published_at", "text_sha256"])
    published = activity.record(
        kinds.CHARTER_PUBLISHED,
        actor=actor,
        title=str(charter),
        url=charter.get_absolute_url(),
        before={"in_force": before.number if before else None},
        after={
            "in_force": charter.number,
            "text_sha256": charter.text_sha256,
            "accept_by": reacceptance.deadline(charter.published_at),
        },
    )
    reacceptance.ask_everybody(charter, because=published)
    return charter


def hold_charter() -> None:
    """Let no other version come into force until the transaction ends. Taken before any row is locked."""
    lock_name(CHARTER, shared=True)


def signatories() -> OrganizationQuerySet:
    """The public roll: members that signed, by name, each with its acceptances, the latest version first."""
    signed = Acceptance.objects.filter(organization=OuterRef("pk"))
    latest_first = Acceptance.objects.select_related("charter").order_by("-charter__number")
    members: OrganizationQuerySet = Organization.objects.inside().filter(Exists(signed))
    return members.prefetch_related(Prefetch("acceptances", latest_first))


def receipt_of(acceptance: Acceptance) -> str:
    """The receipt: SHA-256 (64 hexadecimal digits) of `text_of_receipt` in UTF-8."""
    return hashlib.sha256(text_of_receipt(acceptance).encode()).hexdigest()


def text_of_receipt(acceptance: Acceptance, *, name: str = "") -> str:
    """What the receipt is computed from: who accepted what for whom, when, and in what capacity.

    Each part on a line of its own, without a line end behind the last: organization number, person number, name as
    signed, authority, version, SHA-256 of the text, moment in UTC to the microsecond. Whoever holds the row can
    compute it anew. `name` stands in for the name as signed where that is no longer shown.
    """
    parts = (
        acceptance.organization_id,
        acceptance.person_id,
        name or acceptance.person_name,
        acceptance.authority,
        acceptance.charter.number,
        acceptance.text_sha256,
        acceptance.accepted_at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
    return "\n".join(map(str, parts))


def is_genuine(acceptance: Acceptance) -> bool:
    """Whether the row is as it was written, and stands for the text as it was published."""
    return receipt_of(acceptance) == acceptance.receipt and acceptance.text_sha256 == acceptance.charter.text_sha256


def _check_can_be_published(charter: CharterVersion, before: CharterVersion | None, *, revision: int | None) -> None:
    if revision is not None and charter.revision != revision:
        raise Conflict(
            _("Somebody saved the draft after you had read it. Read it again, then publish it."),
            code="version_conflict",
            revision=charter.revision,
        )
    if not charter.principles.exists():
        raise Invalid(_("A charter needs at least one principle."), code="no_principles")
    if before and before.text_sha256 == charter.hash_of_text():
        raise Conflict(
            _("The draft says what is in force already. Nobody needs to accept that again."), code="unchanged"
        )


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
