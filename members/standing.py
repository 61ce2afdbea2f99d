"""The standing of an organization in the coalition: admitted, suspended, reinstated, gone."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, kinds, letters, notices, permissions
from members.models import Activity, Audience, Organization, OrganizationStatus, Person
from members.models.organization import TRANSITIONS
from members.wording import Kind

REINSTATEMENT: states.Transitions = {OrganizationStatus.SUSPENDED: {OrganizationStatus.ADMITTED}}


def change_standing(organization: Organization, *, to: OrganizationStatus) -> None:
    """The one door for the status of an organization, for the verbs of this floor.

    Writes `status`; coming from an application also `admitted_at`. The caller holds the lock, has checked who asks,
    and records what happened. Raises IllegalTransition.
    """
    states.check(TRANSITIONS, OrganizationStatus, old=organization.status, new=to)
    if to == OrganizationStatus.ADMITTED and organization.status == OrganizationStatus.APPLICANT:
        organization.admitted_at = clock.now()
    organization.status = to
    organization.save(update_fields=["status", "admitted_at"])


@transaction.atomic
def suspend(organization: Organization, *, actor: Person, reason: str) -> Organization:
    """Take a member's part in the coalition away for a time.

    The reason is told to its people and to coordinators, not to all members.
    Raises NotAllowed for others than admins, Invalid without a reason, IllegalTransition.
    """
    _check_admin(actor)
    reason = _given(reason)
    lock(organization)
    before = {"status": organization.status}
    change_standing(organization, to=OrganizationStatus.SUSPENDED)
    because = activity.record(
        kinds.MEMBER_SUSPENDED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        text=reason,
        audience=Audience.PARTIES,
        before=before,
        after={"status": organization.status},
    )
    _tell_its_people(organization, kinds.YOU_ARE_SUSPENDED, because=because)
    return organization


@transaction.atomic
def reinstate(organization: Organization, *, actor: Person) -> Organization:
    """Give a suspended member its part back. Raises NotAllowed for others than admins, IllegalTransition."""
    _check_admin(actor)
    lock(organization)
    states.check(REINSTATEMENT, OrganizationStatus, old=organization.status, new=OrganizationStatus.ADMITTED)
    change_standing(organization, to=OrganizationStatus.ADMITTED)
    because = activity.record(
        kinds.MEMBER_REINSTATED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        audience=Audience.PARTIES,
        before={"status": OrganizationStatus.SUSPENDED},
        after={"status": organization.status},
    )
    _tell_its_people(organization, kinds.YOU_ARE_REINSTATED, because=because)
    return organization


@transaction.atomic
def leave_coalition(organization: Organization, *, actor: Person, reason: str = "") -> Organization:
    """Leave the coalition, which a member may do at any time. What it did stays on record.

    Raises NotAllowed for others than its representatives and the admins, IllegalTransition.
    """
    if not (permissions.can_represent(actor, organization) or permissions.can_administer(actor)):
        raise NotAllowed(_("Only a representative can take the organization out of the coalition."))
    lock(organization)
    before = {"status": organization.status}
    change_standing(organization, to=OrganizationStatus.LEFT)
    activity.record(
        kinds.MEMBER_LEFT,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        text=reason,
        before=before,
        after={"status": organization.status},
    )
    notices.void(organization.topic)
    actor.forget_memberships()
    return organization


def _check_admin(actor: Person) -> None:
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can do this."))


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Give a reason. It is sent to the organization."), field="reason")
    return reason


def _tell_its_people(organization: Organization, what: Kind, *, because: Activity) -> None:
    """What they were told of its standing before no longer holds."""
    notices.void(organization.topic)
    notices.tell(
        notices.people_of(organization),
        what,
        title=organization.name,
        url=reverse("members:application"),
        subject=organization.topic,
        must_act=False,
        because=because,
    )
    letters.change_of_standing(organization, what, because=because)
