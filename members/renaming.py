"""A member takes another name. Its former names stay on its page, and their addresses lead to it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock, lock_name
from coalition.shared.validation import check_valid
from members import activity, kinds, notices, overdue, permissions, vetting
from members.models import Activity, Audience, FormerName, Organization, Person, Renaming, RenamingStatus
from members.models.organization import LISTED
from members.models.renaming import TRANSITIONS
from members.slugs import free_slug
from members.wording import Kind


@transaction.atomic
def rename(organization: Organization, *, name: str, actor: Person, reason: str) -> Renaming | None:
    """Give the organization another name, for a reason that every member reads.

    A name like that of another organization, asked for by a representative, goes to the admins first: then what waits
    for them is returned. Raises NotAllowed for others than the representatives of a member and the admins, Invalid
    with the field, Conflict (`renaming_waits`, `not_listed`).
    """
    name, reason = _given(name=name, reason=reason)
    lock(organization)
    _check_may_rename(organization, actor)
    _check_new(organization, name)
    lock_name("admission")  # so that nobody is admitted or renamed to the like of it meanwhile
    if organization.renamings.waiting().exists():
        raise Conflict(_("A change of name is with the admins already."), code="renaming_waits")
    held = "" if permissions.can_administer(actor) else vetting.why_name_held(organization, name)
    if held:
        return _ask_admins(organization, name, actor=actor, reason=reason, held=held)
    _take(organization, name, actor=actor, reason=reason)
    return None


@transaction.atomic
def allow_renaming(renaming: Renaming, *, actor: Person) -> Organization:
    """Let the organization take the name it asked for. Raises NotAllowed, IllegalTransition, Conflict, Invalid."""
    organization = _decide(renaming, RenamingStatus.DONE, actor=actor)
    _check_listed(organization)
    _check_new(organization, renaming.name)
    _take(organization, renaming.name, actor=actor, reason=renaming.reason)
    return organization


@transaction.atomic
def decline_renaming(renaming: Renaming, *, actor: Person, reason: str) -> Renaming:
    """Turn the change of name down, for a reason that its representatives read.

    Raises NotAllowed, IllegalTransition, Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Give a reason. The organization reads it."), field="reason")
    organization = _decide(renaming, RenamingStatus.DECLINED, actor=actor, answer=reason.strip())
    because = _record(kinds.RENAMING_DECLINED, organization, actor=actor, text=renaming.answer)
    notices.tell(
        notices.representatives_of(organization),
        kinds.YOUR_RENAMING_IS_DECLINED,
        title=renaming.name,
        url=reverse("members:own_rename"),
        subject=renaming.subject,
        must_act=False,
        because=because,
    )
    return renaming


def withdraw_waiting(organization: Organization) -> None:
    """What waits of a locked organization that goes away waits no longer."""
    for renaming in organization.renamings.waiting():
        _close(renaming, RenamingStatus.WITHDRAWN, actor=None)


def _given(*, name: str, reason: str) -> tuple[str, str]:
    if not name.strip():
        raise Invalid(_("Give the new name."), field="name")
    if not reason.strip():
        raise Invalid(_("Say why, in a sentence. Every member reads it."), field="reason")
    return " ".join(name.split()), reason.strip()


def _check_may_rename(organization: Organization, actor: Person) -> None:
    if permissions.can_administer(actor):
        _check_listed(organization)
    elif not (permissions.can_represent(actor, organization) and permissions.can_write_for(actor, organization)):
        raise overdue.refusal(
            actor, organization, otherwise=_("Only a representative of a member can change its name.")
        )


def _check_listed(organization: Organization) -> None:
    if organization.status not in LISTED:
        raise Conflict(_("%(name)s is not in the coalition.") % {"name": organization}, code="not_listed")


def _check_new(organization: Organization, name: str) -> None:
    if name == organization.name:
        raise Invalid(_("This is its name already."), field="name")
    old, organization.name = organization.name, name
    try:
        check_valid(organization, exclude=["slug"])
    finally:
        organization.name = old


def _ask_admins(organization: Organization, name: str, *, actor: Person, reason: str, held: str) -> Renaming:
    renaming = Renaming(organization=organization, name=name, reason=reason, held_because=held[:300])
    renaming.asked_by, renaming.asked_at = actor, clock.now()
    check_valid(renaming)
    renaming.save()
    because = _record(kinds.RENAMING_ASKED, organization, actor=actor, text=f"{name}. {reason} {held}")
    notices.tell(
        notices.admins(),
        kinds.DECIDE_RENAMING,
        title=str(renaming),
        url=reverse("members:renaming", args=[renaming.pk]),
        subject=renaming.subject,
        because=because,
    )
    return renaming


def _take(organization: Organization, name: str, *, actor: Person, reason: str) -> None:
    """The locked organization's name and address; the old ones are kept."""
    former = FormerName(organization=organization, name=organization.name, slug=organization.slug)
    former.until, former.changed_by, former.reason = clock.now(), actor, reason
    check_valid(former)
    former.save(force_insert=True)
    organization.slug = free_slug(name, organization)
    organization.name = name
    organization.save(update_fields=["name", "slug"])
    activity.record(
        kinds.MEMBER_RENAMED,
        actor=actor,
        organization=organization,
        title=former.name,
        url=organization.get_absolute_url(),
        text=reason,
        before={"slug": former.slug},
        after={"slug": organization.slug},
    )


def _decide(renaming: Renaming, outcome: RenamingStatus, *, actor: Person, answer: str = "") -> Organization:
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can decide on a change of name."))
    organization = renaming.organization
    lock(organization, renaming)
    renaming.organization = organization
    _close(renaming, outcome, actor=actor, answer=answer)
    return organization


def _close(renaming: Renaming, outcome: RenamingStatus, *, actor: Person | None, answer: str = "") -> None:
    states.check(TRANSITIONS, RenamingStatus, old=renaming.status, new=outcome)
    renaming.status, renaming.answer = outcome, answer
    renaming.decided_by, renaming.decided_at = actor, clock.now()
    check_valid(renaming)
    renaming.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    notices.done(renaming.subject)


def _record(what: Kind, organization: Organization, *, actor: Person, text: str) -> Activity:
    return activity.record(
        what,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        text=text,
        audience=Audience.PARTIES,
    )
