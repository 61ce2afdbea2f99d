"""Joining and leaving workgroups, and their leads."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import NotAllowed
from coalition.shared.locking import lock
from members import activity
from members.models import Person
from projects import kinds, permissions
from projects.following import follow, unfollow
from projects.models import Workgroup, WorkgroupMembership


@transaction.atomic
def join_workgroup(workgroup: Workgroup, *, person: Person) -> WorkgroupMembership:
    """Let a member take part in the workgroup and follow it. Joining twice changes nothing.

    Records the activity. Raises NotAllowed for people outside the coalition and for a workgroup no longer active.
    """
    if not permissions.can_join_workgroup(person, workgroup):
        raise NotAllowed(_("Only members of the coalition can join, and only an active workgroup."))
    membership, is_new = WorkgroupMembership.objects.get_or_create(workgroup=workgroup, person=person)
    if not is_new:
        return membership
    follow(person, workgroup.topic, reason=_("You take part in the workgroup"))
    activity.record(
        kinds.WORKGROUP_JOINED,
        actor=person,
        title=workgroup.name,
        url=workgroup.get_absolute_url(),
        topics=[workgroup.topic],
        after={"workgroup": workgroup, "person": person},
    )
    return membership


@transaction.atomic
def leave_workgroup(workgroup: Workgroup, *, person: Person) -> bool:
    """Let the person take part, and follow, no longer. Returns whether they took part.

    Records the activity. Anybody may leave at any time.
    """
    left, _rows = WorkgroupMembership.objects.filter(workgroup=workgroup, person=person).delete()
    unfollow(person, workgroup.topic)
    if not left:
        return False
    activity.record(
        kinds.WORKGROUP_LEFT,
        actor=person,
        title=workgroup.name,
        url=workgroup.get_absolute_url(),
        topics=[workgroup.topic],
        before={"workgroup": workgroup, "person": person},
    )
    return True


@transaction.atomic
def set_lead(membership: WorkgroupMembership, *, actor: Person, is_lead: bool) -> WorkgroupMembership:
    """Name the person a lead of the workgroup, or release them.

    Records the activity; where nothing changes, does nothing. Raises NotAllowed unless the actor is an admin.
    """
    if not permissions.can_manage_workgroups(actor):
        raise NotAllowed(_("Only admins of the coalition name the leads of workgroups."))
    lock(membership)
    if membership.is_lead == is_lead:
        return membership
    membership.is_lead = is_lead
    membership.save(update_fields=["is_lead"])
    activity.record(
        kinds.WORKGROUP_LEAD_NAMED if is_lead else kinds.WORKGROUP_LEAD_RELEASED,
        actor=actor,
        title=membership.workgroup.name,
        url=membership.workgroup.get_absolute_url(),
        text=membership.person.name,
        topics=[membership.workgroup.topic],
        before={"person": membership.person, "lead": not is_lead},
        after={"person": membership.person, "lead": is_lead},
    )
    return membership
