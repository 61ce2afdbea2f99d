"""The standing of an organization in the coalition: admitted, inactive, suspended, reinstated, gone."""

from typing import TypedDict

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, departing, kinds, letters, notices, permissions, reacceptance, renaming
from members.models import Activity, Audience, Organization, OrganizationStatus, Person
from members.models.organization import TRANSITIONS
from members.wording import Kind

STANDING_FIELDS = [
    "status",
    "admitted_at",
    "confirmed_at",
    "confirm_by",
    "confirm_reminders",
    "merged_into",
    "must_accept_by",
]
REINSTATEMENT: states.Transitions = {OrganizationStatus.SUSPENDED: {OrganizationStatus.ADMITTED}}


def change_standing(organization: Organization, *, to: OrganizationStatus) -> None:
    """The one door for the status of an organization, for the verbs of this floor.

    Writes `status`; coming from an application also `admitted_at`, which counts as the first confirmation; and takes
    back the question for the yearly one where nobody is asked any longer. Whom the charter no longer binds owes no
    acceptance of it: `must_accept_by` is emptied and the notices about it end. The caller holds the lock, has checked
    who asks, and records what happened. Raises IllegalTransition.
    """
    states.check(TRANSITIONS, OrganizationStatus, old=organization.status, new=to)
    if to == OrganizationStatus.ADMITTED and organization.status == OrganizationStatus.APPLICANT:
        organization.admitted_at = organization.confirmed_at = clock.now()
    if to != OrganizationStatus.INACTIVE:
        organization.confirm_by, organization.confirm_reminders = None, 0
    organization.status = to
    if not organization.is_bound:
        organization.must_accept_by = None
        notices.void(reacceptance.subject_of(organization))
    organization.save(update_fields=STANDING_FIELDS)


class Change(TypedDict):
    """What changed, as the audit trail takes it."""

    before: dict[str, object]
    after: dict[str, object]


def changes(organization: Organization, *, since: dict[str, object]) -> Change:
    """What differs of its standing since `state_of` gave this, as it was and as it is."""
    now = state_of(organization)
    different = [name for name, value in now.items() if since[name] != value]
    return {"before": {name: since[name] for name in different}, "after": {name: now[name] for name in different}}


def state_of(organization: Organization) -> dict[str, object]:
    """What the audit trail keeps of a standing."""
    return {
        "status": organization.status,
        "confirm_by": organization.confirm_by,
        "confirmed_at": organization.confirmed_at,
        "merged_into": organization.merged_into_id,
    }


@transaction.atomic
def suspend(organization: Organization, *, actor: Person, reason: str) -> Organization:
    """Take a member's part in the coalition away for a time.

    The reason is told to its people and to coordinators, not to all members.
    Raises NotAllowed for others than admins, Invalid without a reason, IllegalTransition.
    """
    _check_admin(actor)
    reason = _given(reason)
    lock(organization)
    before = state_of(organization)
    change_standing(organization, to=OrganizationStatus.SUSPENDED)
    because = activity.record(
        kinds.MEMBER_SUSPENDED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        text=reason,
        audience=Audience.PARTIES,
        **changes(organization, since=before),
    )
    _tell_its_people(organization, kinds.YOU_ARE_SUSPENDED, because=because)
    notices.void(f"confirmation:{organization.pk}")
    settle_flags(organization, because=because)
    return organization


@transaction.atomic
def reinstate(organization: Organization, *, actor: Person) -> Organization:
    """Give a suspended member its part back. Raises NotAllowed for others than admins, IllegalTransition."""
    _check_admin(actor)
    lock(organization)
    states.check(REINSTATEMENT, OrganizationStatus, old=organization.status, new=OrganizationStatus.ADMITTED)
    before = state_of(organization)
    change_standing(organization, to=OrganizationStatus.ADMITTED)
    because = activity.record(
        kinds.MEMBER_REINSTATED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        audience=Audience.PARTIES,
        **changes(organization, since=before),
    )
    _tell_its_people(organization, kinds.YOU_ARE_REINSTATED, because=because)
    settle_flags(organization, because=because)
    return organization


@transaction.atomic
def leave_coalition(organization: Organization, *, actor: Person, reason: str = "") -> Organization:
    """Leave the coalition, which a member may do at any time. What it did stays on record.

    All that is open is handed back and closed in the same transaction, each thing by the verbs of its own floor: the
    others are told why. Raises NotAllowed for others than its representatives and the admins, IllegalTransition, and
    for a representative Conflict (`units_on_the_way`) for what cannot be handed back; an admin may do it all the same.
    """
    is_admin = permissions.can_administer(actor)
    if not (permissions.can_represent(actor, organization) or is_admin):
        raise NotAllowed(_("Only a representative can take the organization out of the coalition."))
    lock(organization)
    states.check(TRANSITIONS, OrganizationStatus, old=organization.status, new=OrganizationStatus.LEFT)
    why = reason.strip() or _("%(name)s leaves the coalition.") % {"name": organization}
    departing.hand_back(organization, actor=actor, reason=why, anyway=is_admin)
    renaming.withdraw_waiting(organization)
    before = state_of(organization)
    change_standing(organization, to=OrganizationStatus.LEFT)
    activity.record(
        kinds.MEMBER_LEFT,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        text=reason.strip(),
        **changes(organization, since=before),
    )
    for subject in (organization.topic, f"confirmation:{organization.pk}", flag_of(organization)):
        notices.void(subject)
    actor.forget_memberships()
    return organization


def settle_flags(organization: Organization, *, because: Activity) -> None:
    """Tell coordinators of a body that cannot act now and on which others count; take it back when it can again."""
    if organization.is_admitted:
        notices.void(flag_of(organization))
        return
    if not (counted_on := departing.open_commitments(organization)):
        return
    notices.tell(
        notices.coordinators(),
        kinds.LOOK_AT_COMMITMENTS,
        title=_("%(name)s: %(n)d open") % {"name": organization, "n": len(counted_on)},
        url=organization.get_absolute_url(),
        subject=flag_of(organization),
        must_act=False,
        because=because,
    )


def flag_of(organization: Organization) -> str:
    """The word by which notices flag to coordinators what is open with the organization."""
    return f"open-with:{organization.pk}"


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
