"""Two organizations become one. The old row stays as history; its people and its open work go on under the new one."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, admission, departing, kinds, notices, permissions, renaming
from members.models import Membership, Organization, OrganizationStatus, Person, Role
from members.standing import change_standing, changes, state_of

RANK = {Role.READER: 0, Role.CONTRIBUTOR: 1, Role.REPRESENTATIVE: 2}


@transaction.atomic
def merge(organization: Organization, *, into: Organization, actor: Person, reason: str) -> Organization:
    """Make the organization part of another member. There is no way back.

    Its people belong to the other one, in the higher of their roles; its open work goes on there; what is over, and
    what it signed, stays with the old row, whose page leads to the new one. Returns `into`.
    Raises NotAllowed for others than admins, Invalid without a reason or for itself, IllegalTransition, Conflict when
    the other is no member or has not accepted the charter in force.
    """
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can do this."))
    if not reason.strip():
        raise Invalid(_("Give a reason. Every member reads it."), field="reason")
    if organization.pk == into.pk:
        raise Invalid(_("Choose another organization than this one."), field="into")
    lock(*sorted((organization, into), key=lambda row: row.pk))
    _check_may_take(into)
    before = state_of(organization)
    organization.merged_into = into
    try:
        change_standing(organization, to=OrganizationStatus.MERGED)
    except Conflict:
        organization.merged_into = None
        raise
    _move_people(organization, into)
    departing.pass_on(organization, into=into, actor=actor, reason=reason.strip())
    renaming.withdraw_waiting(organization)
    _tell(organization, into, actor=actor, reason=reason.strip(), before=before)
    return into


def _check_may_take(into: Organization) -> None:
    if not into.is_admitted:
        raise Conflict(_("%(name)s is not a member now.") % {"name": into}, code="not_inside", field="into")
    if not admission.accepted_charter(into):
        raise Conflict(
            _("%(name)s has not accepted the charter in force. It has to sign for itself first.") % {"name": into},
            code="charter_not_accepted",
            field="into",
        )


def _move_people(organization: Organization, into: Organization) -> None:
    there = {row.person_id: row for row in into.memberships.active()}
    now = clock.now()
    for membership in organization.memberships.active().order_by("pk"):
        membership.ended_at = now
        membership.save(update_fields=["ended_at"])
        known = there.get(membership.person_id)
        if known is None:
            Membership.objects.create(
                person_id=membership.person_id, organization=into, role=membership.role, joined_at=now
            )
        elif RANK[Role(membership.role)] > RANK[Role(known.role)]:
            known.role = membership.role
            known.save(update_fields=["role"])


def _tell(
    organization: Organization, into: Organization, *, actor: Person, reason: str, before: dict[str, object]
) -> None:
    for subject in (
        organization.topic,
        f"confirmation:{organization.pk}",
        f"charter-for-organization:{organization.pk}",
    ):
        notices.void(subject)
    because = activity.record(
        kinds.MEMBER_MERGED,
        actor=actor,
        organization=into,
        title=organization.name,
        url=into.get_absolute_url(),
        text=reason,
        topics=[organization.topic],
        **changes(organization, since=before),
    )
    notices.tell(
        notices.people_of(into),
        kinds.YOU_ARE_MERGED,
        title=_("%(old)s is part of %(new)s now") % {"old": organization, "new": into},
        url=into.get_absolute_url(),
        subject=into.topic,
        must_act=False,
        because=because,
    )
