"""Who belongs to an organization, and in which role."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, kinds, notices, permissions, proofs, stepping_back
from members.models import (
    Audience,
    InvitationStatus,
    JoinRequest,
    JoinRequestStatus,
    Membership,
    Organization,
    OrganizationStatus,
    Person,
    Role,
)
from members.models.organization import LISTED
from members.wording import Kind

OUTSIDE = (OrganizationStatus.DECLINED, OrganizationStatus.LEFT, OrganizationStatus.MERGED)
HOLDING = LISTED  # these need somebody who can sign for them
UNDO_FOR = timedelta(hours=1)


@transaction.atomic
def join(organization: Organization, *, person: Person, role: str, actor: Person) -> Membership:
    """Let the person belong to the organization, in a role.

    Raises NotAllowed for others than its representatives and the admins, Invalid for an unknown role, Conflict when
    the person belongs to it already or may not sign in, or the organization is out of the coalition.
    """
    lock_to_manage(organization, actor)
    return take_in(organization, person=person, role=role, actor=actor)


def take_in(organization: Organization, *, person: Person, role: str, actor: Person) -> Membership:
    """Make the person belong to the organization, for the verbs of this floor that hold its lock and know who asks.

    What was under way between the two, invitations and requests, is settled by it. Raises as `join`.
    """
    check_role(role)
    check_in_the_coalition(organization)
    if not person.is_active:
        raise Conflict(_("%(name)s may not sign in.") % {"name": person})
    if organization.memberships.active().filter(person=person).exists():
        raise Conflict(_("%(name)s belongs to the organization already.") % {"name": person}, code="belongs_already")
    membership = Membership.objects.create(person=person, organization=organization, role=role, joined_at=clock.now())
    person.forget_memberships()
    _settle_what_was_under_way(membership, actor)
    _record(kinds.PERSON_JOINED, membership, actor=actor, old=None)
    return membership


@transaction.atomic
def change_role(organization: Organization, *, person: Person, role: str, actor: Person) -> Membership:
    """Give the person another role in the organization.

    Raises NotAllowed as `join`, Invalid for an unknown role, Conflict when the person does not belong to it or is its
    last representative.
    """
    lock_to_manage(organization, actor)
    check_role(role)
    membership = _active(organization, person)
    if membership.role == role:
        return membership
    _check_representative_remains(membership)
    return _give_role(membership, role, actor=actor)


@transaction.atomic
def leave(organization: Organization, *, person: Person, actor: Person) -> Membership:
    """End the person's membership; it stays as history. People leave by themselves or are removed.

    Raises NotAllowed for others than the person, its representatives and the admins, Conflict when the person does
    not belong to it or is its last representative.
    """
    if actor == person:
        lock(organization)
    else:
        lock_to_manage(organization, actor)
    membership = _active(organization, person)
    _check_representative_remains(membership)
    return _end(membership, actor=actor)


@transaction.atomic
def hand_over(
    organization: Organization, *, person: Person, successor: Person, actor: Person, role: str | None = None
) -> Membership:
    """Make the successor a representative in the person's place, who takes the role or, with None, leaves: in one step.

    Raises NotAllowed as `leave`, Invalid for an unknown role, Conflict when one of the two does not belong to the
    organization, the successor may not sign in, or the two are one.
    """
    lock_to_manage(organization, actor)
    if role is not None:
        check_role(role)
    old, new = _active(organization, person), _active(organization, successor)
    if old.pk == new.pk:
        raise Conflict(_("Choose somebody else as successor."), field="successor")
    if not new.person.is_active:
        raise Conflict(_("%(name)s may not sign in.") % {"name": new.person}, field="successor")
    if new.role != Role.REPRESENTATIVE:
        _give_role(new, Role.REPRESENTATIVE, actor=actor)
    if role is None:
        return _end(old, actor=actor)
    return old if old.role == role else _give_role(old, role, actor=actor)


@transaction.atomic
def undo_removal(membership: Membership, *, actor: Person) -> Membership:
    """Take a removed person in again, in their old role, within an hour.

    Raises NotAllowed as `join`, Conflict when the person left by themselves or when the hour is over, or as `join`.
    """
    organization = membership.organization
    lock_to_manage(organization, actor)
    membership.refresh_from_db(fields=["ended_at", "ended_by"])
    removed = membership.ended_at is not None and membership.ended_by_id not in {None, membership.person_id}
    if not removed or (membership.ended_at and membership.ended_at < clock.now() - UNDO_FOR):
        raise Conflict(_("This can no longer be undone. Invite %(name)s anew.") % {"name": membership.person})
    return take_in(organization, person=membership.person, role=membership.role, actor=actor)


def lock_to_manage(organization: Organization, actor: Person) -> None:
    """Lock the organization for somebody who manages its people.

    Raises NotAllowed for others than its representatives and the admins: before the lock, so that they do not hold it,
    and by what stands once it is held.
    """
    _check_may_manage(actor, organization)
    lock(organization)
    actor.forget_memberships()
    _check_may_manage(actor, organization)


def is_last_representative(membership: Membership) -> bool:
    """Whether the organization, if it needs somebody who can sign for it, would have nobody without this person."""
    if membership.role != Role.REPRESENTATIVE or membership.organization.status not in HOLDING:
        return False
    others = membership.organization.memberships.active().filter(role=Role.REPRESENTATIVE, person__is_active=True)
    return not others.exclude(pk=membership.pk).exists()


def check_role(role: str) -> None:
    """Raise Invalid unless `role` is one of the three."""
    if role not in Role.values:
        raise Invalid(_("Choose a role from the list."), field="role")


def check_in_the_coalition(organization: Organization) -> None:
    """Raise Conflict when nobody can join the organization, because it is out of the coalition."""
    if organization.status in OUTSIDE:
        raise Conflict(_("%(name)s is not in the coalition.") % {"name": organization})


def _check_may_manage(actor: Person, organization: Organization) -> None:
    if not (permissions.can_represent(actor, organization) or permissions.can_administer(actor)):
        raise NotAllowed(_("Only a representative of the organization can do this."))


def _active(organization: Organization, person: Person) -> Membership:
    membership = organization.memberships.active().select_related("person").filter(person=person).first()
    if membership is None:
        raise Conflict(_("%(name)s does not belong to the organization.") % {"name": person}, code="does_not_belong")
    membership.person, membership.organization = person, organization  # the objects that the caller goes on with
    return membership


def _check_representative_remains(membership: Membership) -> None:
    """The locked organization must keep somebody who can sign for it."""
    if is_last_representative(membership):
        raise Conflict(
            _("%(name)s is the last representative. Make somebody else one first.") % {"name": membership.person},
            code="last_representative",
        )


def _give_role(membership: Membership, role: str, *, actor: Person) -> Membership:
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    membership.person.forget_memberships()
    _record(kinds.ROLE_CHANGED, membership, actor=actor, old=before)
    if not membership.can_write:
        stepping_back.release(membership.person, actor=actor)
    return membership


def _end(membership: Membership, *, actor: Person) -> Membership:
    membership.ended_at, membership.ended_by = clock.now(), actor
    membership.save(update_fields=["ended_at", "ended_by"])
    membership.person.forget_memberships()
    _record(kinds.PERSON_LEFT, membership, actor=actor, old=membership.role)
    stepping_back.release(membership.person, actor=actor)
    return membership


def _settle_what_was_under_way(membership: Membership, actor: Person) -> None:
    """Who belongs to the organization waits for no answer of it any longer, nor it for theirs."""
    person, organization = membership.person, membership.organization
    invited = organization.invitations.filter(status=InvitationStatus.OPEN, email__in=proofs.proved_addresses(person))
    invited.update(status=InvitationStatus.ACCEPTED, accepted_by=person, closed_at=clock.now())
    for asked in organization.join_requests.open().filter(person=person):
        JoinRequest.objects.filter(pk=asked.pk).update(
            status=JoinRequestStatus.ACCEPTED, decided_at=clock.now(), decided_by=actor
        )
        notices.done(asked.subject)


def _record(what: Kind, membership: Membership, *, actor: Person, old: str | None) -> None:
    """`old` is the role that the person had before; None when they did not belong to the organization."""
    person, role = membership.person, None if membership.ended_at else membership.role
    activity.record(
        what,
        actor=actor,
        organization=membership.organization,
        title=person.name,
        text=membership.get_role_display() if role else "",
        topics=[person.topic],
        audience=Audience.PARTIES,
        before={"person": person, "role": old},
        after={"person": person, "role": role},
    )
