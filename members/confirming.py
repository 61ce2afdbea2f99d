"""Once a year an organization confirms that it is still in; who does not answer turns inactive and is asked again.

Nothing is lost meanwhile: its people read, its rows stay, and one button makes it a member again.

    confirmed ──365 days──► asked ──30 days, with reminders──► inactive ──every 90 days──► asked again
        ▲                     └──────────── confirm ─────────────┘
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.locking import lock
from members import activity, kinds, letters, notices, permissions
from members.models import Activity, Audience, Membership, Organization, OrganizationStatus, Person, Role
from members.standing import change_standing, changes, settle_flags, state_of
from members.wording import Kind

REMINDERS = (14, 3)  # days before the answer is due
AGAIN = timedelta(days=90)  # after which the inactive are asked again
BATCH = 200  # organizations in a transaction
MOST_BATCHES = 25  # in one run; the next run goes on

Rows = QuerySet[Organization]


@transaction.atomic
def confirm_membership(organization: Organization, *, actor: Person) -> Organization:
    """Say for the organization that it is still in, and that what the portal says of it is right.

    An inactive one is a member again. Confirming twice within a day changes nothing. Raises NotAllowed for others than
    its representatives, Conflict (`not_inside`) for one that is neither admitted nor inactive.
    """
    if not permissions.can_represent(actor, organization):
        raise NotAllowed(_("Only a representative can confirm the membership."))
    lock(organization)
    if not organization.is_inside:
        raise Conflict(
            _("%(name)s is not a member now, so there is nothing to confirm.") % {"name": organization},
            code="not_inside",
        )
    if _confirmed_just_now(organization):
        return organization
    before, was_inactive = state_of(organization), organization.is_inactive
    if was_inactive:
        change_standing(organization, to=OrganizationStatus.ADMITTED)
    organization.confirmed_at, organization.confirm_by, organization.confirm_reminders = clock.now(), None, 0
    organization.save(update_fields=["confirmed_at", "confirm_by", "confirm_reminders"])
    because = _record(
        kinds.MEMBER_BACK if was_inactive else kinds.MEMBER_CONFIRMED, organization, actor=actor, before=before
    )
    notices.done(subject_of(organization))
    settle_flags(organization, because=because)
    return organization


@transaction.atomic
def ask_to_confirm(organization: Organization, *, actor: Person) -> Organization:
    """Ask one member now, whenever it last confirmed. Raises NotAllowed for others than admins, and Conflict."""
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can do this."))
    lock(organization)
    if not organization.is_admitted:
        raise Conflict(_("%(name)s is not a member now.") % {"name": organization}, code="not_inside")
    if organization.confirm_by:
        raise Conflict(_("%(name)s has been asked and has not answered yet.") % {"name": organization}, code="asked")
    _ask(organization, actor=actor)
    return organization


def ask_due() -> int:
    """Ask the members that confirmed a year ago; returns how many."""
    long_ago = clock.now() - timedelta(days=settings.MEMBERSHIP_CONFIRM_DAYS)
    rows = Organization.objects.admitted().filter(confirm_by__isnull=True, confirmed_at__lte=long_ago)
    return _in_batches(rows.order_by("confirmed_at", "pk"), _ask)


def remind_due() -> int:
    """Remind those that were asked and whose time is running out; returns how many."""
    done = 0
    for sent, days in enumerate(d for d in REMINDERS if d < settings.CONFIRM_ANSWER_DAYS):
        soon = clock.now() + timedelta(days=days)
        rows = Organization.objects.admitted().filter(
            confirm_by__gt=clock.now(), confirm_by__lte=soon, confirm_reminders=sent
        )
        done += _in_batches(rows.order_by("confirm_by", "pk"), _remind)
    return done


def lapse_unconfirmed() -> int:
    """Make those inactive that did not answer in time; returns how many."""
    rows = Organization.objects.admitted().filter(confirm_by__lte=clock.now())
    return _in_batches(rows.order_by("confirm_by", "pk"), _lapse)


def ask_again_due() -> int:
    """Ask the inactive again; returns how many."""
    rows = Organization.objects.filter(status=OrganizationStatus.INACTIVE, confirm_by__lte=clock.now())
    return _in_batches(rows.order_by("confirm_by", "pk"), _ask_again)


def subject_of(organization: Organization) -> str:
    """The word by which notices speak of the question."""
    return f"confirmation:{organization.pk}"


def confirms_next(organization: Organization) -> datetime | None:
    """When the organization will be asked the next time; None for one that is not a member or is being asked."""
    if not organization.is_admitted or organization.confirm_by or not organization.confirmed_at:
        return None
    return organization.confirmed_at + timedelta(days=settings.MEMBERSHIP_CONFIRM_DAYS)


def _in_batches(rows: Rows, verb: Callable[[Organization], object]) -> int:
    """Do it with each row, a batch in a transaction, leaving out what another worker has in hand."""
    representatives = Prefetch(
        "memberships",
        Membership.objects.active().filter(role=Role.REPRESENTATIVE, person__is_active=True).select_related("person"),
        to_attr="representatives",
    )
    done = 0
    for _batch in range(MOST_BATCHES):
        with transaction.atomic():
            batch = list(
                rows.select_for_update(skip_locked=True, no_key=True).prefetch_related(representatives)[:BATCH]
            )
            for organization in batch:
                verb(organization)
        done += len(batch)
        if len(batch) < BATCH:
            break
    return done


def _ask(organization: Organization, *, actor: Person | None = None) -> None:
    before = state_of(organization)
    organization.confirm_by = clock.now() + timedelta(days=settings.CONFIRM_ANSWER_DAYS)
    organization.confirm_reminders = 0
    organization.save(update_fields=["confirm_by", "confirm_reminders"])
    because = _record(kinds.MEMBER_ASKED_TO_CONFIRM, organization, actor=actor, before=before)
    _put_before(organization, kinds.CONFIRM_MEMBERSHIP, because=because, stage="asked")


def _remind(organization: Organization) -> None:
    organization.confirm_reminders += 1
    organization.save(update_fields=["confirm_reminders"])
    _write(organization, kinds.CONFIRM_MEMBERSHIP, stage=f"reminder-{organization.confirm_reminders}")


def _lapse(organization: Organization) -> None:
    before = state_of(organization)
    organization.confirm_by, organization.confirm_reminders = clock.now() + AGAIN, 0
    change_standing(organization, to=OrganizationStatus.INACTIVE)
    because = _record(kinds.MEMBER_INACTIVE, organization, actor=None, before=before)
    notices.void(subject_of(organization))
    _put_before(organization, kinds.YOU_ARE_INACTIVE, because=because, stage="inactive")
    settle_flags(organization, because=because)


def _ask_again(organization: Organization) -> None:
    before = state_of(organization)
    organization.confirm_by = clock.now() + AGAIN
    organization.save(update_fields=["confirm_by"])
    because = _record(kinds.MEMBER_ASKED_TO_CONFIRM, organization, actor=None, before=before)
    notices.void(subject_of(organization))
    _put_before(organization, kinds.YOU_ARE_INACTIVE, because=because, stage="again")


def _put_before(organization: Organization, what: Kind, *, because: Activity, stage: str) -> None:
    """The question as a notice and as a letter, to each representative."""
    notices.tell(
        _representatives(organization),
        what,
        title=organization.name,
        url=f"{reverse('members:own_confirm')}?organization={organization.pk}",
        subject=subject_of(organization),
        due_at=None if organization.is_inactive else organization.confirm_by,
        because=because,
    )
    _write(organization, what, stage=stage)


def _write(organization: Organization, what: Kind, *, stage: str) -> None:
    for person in _representatives(organization):
        letters.confirmation(organization, person, what, stage=stage)


def _representatives(organization: Organization) -> list[Person]:
    """Asked for with the batch, or for this one organization."""
    known: list[Membership] | None = getattr(organization, "representatives", None)
    return notices.representatives_of(organization) if known is None else [row.person for row in known]


def _confirmed_just_now(organization: Organization) -> bool:
    if organization.is_inactive or organization.confirm_by or not organization.confirmed_at:
        return False
    return clock.now() - organization.confirmed_at < timedelta(days=1)


def _record(what: Kind, organization: Organization, *, actor: Person | None, before: dict[str, object]) -> Activity:
    return activity.record(
        what,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        audience=Audience.PARTIES,
        **changes(organization, since=before),
    )
