"""How a person puts their account to rest, comes back to it, or has it deleted."""

import structlog
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.locking import lock
from members import activity, admission, erasing, kinds, people, permissions, personal_data
from members.models import Audience, DigestFrequency, Membership, Organization, Person
from members.wording import Kind

log = structlog.get_logger()


@transaction.atomic
def rest(person: Person, *, actor: Person) -> Person:
    """Leave all organizations, end all sessions and tokens, and stop all mail. Signing in again wakes the account.

    Raises NotAllowed for others than the person, Conflict for the last representative of a member and for whoever
    holds a role of the coalition.
    """
    if actor.pk != person.pk:
        raise NotAllowed(_("Only the person can do this."))
    lock(person)
    _check_holds_no_role(person)
    _leave_everything(person, actor=actor)
    person.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    erasing.end_sessions(person)
    person.rested_at, person.digest_frequency = clock.now(), DigestFrequency.OFF
    person.save(update_fields=["rested_at", "digest_frequency"])
    _record(kinds.ACCOUNT_RESTED, person, actor=actor)
    return person


@transaction.atomic
def wake(person: Person) -> Person:
    """Take an account up again. Its organizations are not joined anew: they are asked again, or invite."""
    lock(person)
    if person.rested_at is None:
        return person
    person.rested_at, person.digest_frequency = None, DigestFrequency.DAILY
    person.save(update_fields=["rested_at", "digest_frequency"])
    _record(kinds.ACCOUNT_WOKEN, person, actor=person)
    return person


def wake_who_signs_in(user: Person, **_sent: object) -> None:
    """Called on every sign-in, whichever way: it wakes an account that is at rest."""
    if user.rested_at is not None:
        wake(user)


@transaction.atomic
def delete_account(person: Person, *, actor: Person) -> Person:
    """Erase the person from every table but for their number. Deleting again changes nothing.

    Raises NotAllowed for others than the person and the admins, Conflict for the last representative of a member and
    for whoever holds a role of the coalition.
    """
    if actor.pk != person.pk and not permissions.can_administer(actor):
        raise NotAllowed(_("Only the person or an admin of the coalition can do this."))
    lock(person)
    if person.deleted_at is not None:
        return person
    _check_holds_no_role(person)
    _leave_everything(person, actor=actor)
    person.is_active, person.deleted_at = False, clock.now()
    person.position = person.phone = person.time_zone = ""
    person.save(update_fields=["is_active", "deleted_at", "position", "phone", "time_zone"])
    activity.record(
        kinds.ACCOUNT_DELETED,
        actor=actor,
        title=erasing.FORMER,
        topics=[person.topic],
        audience=Audience.ADMINS,
        after={"person": person},
    )
    personal_data.erase(person)
    person.email, person.name = f"deleted-{person.pk}@deleted.invalid", erasing.FORMER
    person.password, person.last_login = make_password(None), None
    person.digest_frequency, person.rested_at = DigestFrequency.OFF, None
    person.save()
    person.forget_memberships()
    # Outside the database, so that a restored backup can be told whom to forget again.
    transaction.on_commit(lambda: log.info("account_deleted", person=person.pk))
    return person


def last_of(person: Person) -> list[Membership]:
    """The memberships that the person cannot end without naming a successor first."""
    return [row for row in person.active_memberships if people.is_last_representative(row)]


def _check_holds_no_role(person: Person) -> None:
    if person.is_admin or person.is_coordinator:
        raise Conflict(
            _("%(name)s holds a role of the coalition. An admin has to end it first.") % {"name": person},
            code="holds_a_role",
        )


def _leave_everything(person: Person, *, actor: Person) -> None:
    """Withdraw what is under way, and leave each organization in the order of the numbers."""
    for application in person.applications.under_way().select_related("organization"):
        admission.withdraw_application(application, actor=person)
    person.forget_memberships()
    for membership in sorted(person.active_memberships, key=lambda row: row.organization_id):
        organization = Organization.objects.get(pk=membership.organization_id)
        try:
            people.leave(organization, person=person, actor=actor)
        except Conflict as refusal:
            if refusal.code != "last_representative":
                raise
            raise Conflict(
                _("%(name)s is the last representative of %(organization)s. Hand over first.")
                % {"name": person, "organization": organization},
                code="last_representative",
            ) from refusal


def _record(what: Kind, person: Person, *, actor: Person) -> None:
    activity.record(
        what,
        actor=actor,
        title=person.name,
        topics=[person.topic],
        url=reverse("admin:members_person_change", args=[person.pk]),
        audience=Audience.ADMINS,
        after={"person": person, "at_rest": person.rested_at is not None},
    )
