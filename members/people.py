"""Who belongs to an organization, and in which role."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, kinds, permissions
from members.models import Audience, Membership, Organization, OrganizationStatus, Person, Role
from members.wording import Kind

OUTSIDE = (OrganizationStatus.DECLINED, OrganizationStatus.LEFT)


@transaction.atomic
def join(organization: Organization, *, person: Person, role: str, actor: Person) -> Membership:
    """Let the person belong to the organization, in a role.

    Raises NotAllowed for others than its representatives and the admins, Invalid for an unknown role, Conflict when
    the person belongs to it already or may not sign in, or the organization is out of the coalition.
    """
    _check_may_manage(actor, organization)
    if role not in Role.values:
        raise Invalid(_("Choose a role from the list."), field="role")
    lock(organization)
    if organization.status in OUTSIDE:
        raise Conflict(_("%(name)s is not in the coalition.") % {"name": organization})
    if not person.is_active:
        raise Conflict(_("%(name)s may not sign in.") % {"name": person})
    if organization.memberships.active().filter(person=person).exists():
        raise Conflict(_("%(name)s belongs to the organization already.") % {"name": person}, code="belongs_already")
    membership = Membership.objects.create(person=person, organization=organization, role=role, joined_at=clock.now())
    person.forget_memberships()
    _record(kinds.PERSON_JOINED, membership, actor=actor, text=membership.get_role_display())
    return membership


@transaction.atomic
def change_role(organization: Organization, *, person: Person, role: str, actor: Person) -> Membership:
    """Give the person another role in the organization.

    Raises NotAllowed as `join`, Invalid for an unknown role, Conflict when the person does not belong to it or is its
    last representative.
    """
    _check_may_manage(actor, organization)
    if role not in Role.values:
        raise Invalid(_("Choose a role from the list."), field="role")
    lock(organization)
    membership = _active(organization, person)
    if membership.role == role:
        return membership
    _check_representative_remains(membership)
    old, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    person.forget_memberships()
    _record(kinds.ROLE_CHANGED, membership, actor=actor, text=membership.get_role_display(), old=old)
    return membership


@transaction.atomic
def leave(organization: Organization, *, person: Person, actor: Person) -> Membership:
    """End the person's membership; it stays as history. People leave by themselves or are removed.

    Raises NotAllowed for others than the person, its representatives and the admins, Conflict when the person does
    not belong to it or is its last representative.
    """
    if actor != person:
        _check_may_manage(actor, organization)
    lock(organization)
    membership = _active(organization, person)
    _check_representative_remains(membership)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    person.forget_memberships()
    _record(kinds.PERSON_LEFT, membership, actor=actor, old=membership.role)
    return membership


def _check_may_manage(actor: Person, organization: Organization) -> None:
    if not (permissions.can_represent(actor, organization) or permissions.can_administer(actor)):
        raise NotAllowed(_("Only a representative of the organization can do this."))


def _active(organization: Organization, person: Person) -> Membership:
    membership = organization.memberships.active().filter(person=person).first()
    if membership is None:
        raise Conflict(_("%(name)s does not belong to the organization.") % {"name": person}, code="does_not_belong")
    membership.person, membership.organization = person, organization
    return membership


def _check_representative_remains(membership: Membership) -> None:
    """The locked organization must keep somebody who can sign for it."""
    if membership.role != Role.REPRESENTATIVE:
        return
    others = membership.organization.memberships.active().filter(role=Role.REPRESENTATIVE, person__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise Conflict(
            _("%(name)s is the last representative. Make somebody else one first.") % {"name": membership.person},
            code="last_representative",
        )


def _record(what: Kind, membership: Membership, *, actor: Person, text: str = "", old: str | None = None) -> None:
    """`old` is the role that the person had before."""
    person, role = membership.person, None if membership.ended_at else membership.role
    activity.record(
        what,
        actor=actor,
        organization=membership.organization,
        title=person.name,
        text=text,
        audience=Audience.PARTIES,
        before={"person": person, "role": old},
        after={"person": person, "role": role},
    )
