"""The coalition's own roles, coordinators and admins, and who may sign in at all."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, NotAllowed
from coalition.shared.locking import lock, lock_name
from members import activity, kinds, permissions, stepping_back
from members.models import Audience, Person
from members.wording import Kind


@transaction.atomic
def appoint(person: Person, *, actor: Person, coordinator: bool | None = None, admin: bool | None = None) -> Person:
    """Give a person the roles of coordinator and admin, or take them away; None leaves a role as it is.

    Raises NotAllowed for others than admins, Conflict for somebody who may not sign in and for the last admin.
    """
    _lock_for(actor, person)
    old = (person.is_coordinator, person.is_admin)
    new = (old[0] if coordinator is None else coordinator, old[1] if admin is None else admin)
    if new == old:
        return person
    _check_may_hold(person, coordinator=new[0] and not old[0], admin=new[1] and not old[1])
    if old[1] and not new[1]:
        _check_not_last_admin(person)
    person.is_coordinator, person.is_admin = new
    person.save(update_fields=["is_coordinator", "is_admin"])
    activity.record(
        kinds.PERSON_APPOINTED,
        actor=actor,
        title=person.name,
        text=_roles_in_words(person),
        topics=[person.topic],
        before=_roles(person, *old),
        after=_roles(person, *new),
    )
    return person


@transaction.atomic
def bar(person: Person, *, actor: Person) -> Person:
    """Keep a person from signing in, at once and in every session. What they did stays on record.

    Raises NotAllowed for others than admins, Conflict for the last admin.
    """
    _lock_for(actor, person)
    if person.is_active:
        if person.is_admin:
            _check_not_last_admin(person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        _record_access(kinds.PERSON_BARRED, person, actor=actor)
        stepping_back.release(person, actor=actor)
    return person


@transaction.atomic
def let_in(person: Person, *, actor: Person) -> Person:
    """Let a barred person sign in again. Raises NotAllowed for others than admins, Conflict for a deleted account."""
    _lock_for(actor, person)
    if person.deleted_at is not None:
        raise Conflict(_("This account is deleted."))
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _record_access(kinds.PERSON_LET_IN, person, actor=actor)
    return person


def _lock_for(actor: Person, person: Person) -> None:
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can do this."))
    lock_name("admins")  # two admins who dismiss each other at once would leave none
    lock(person)


def _check_may_hold(person: Person, *, coordinator: bool, admin: bool) -> None:
    if (coordinator or admin) and not person.is_active:
        raise Conflict(_("%(name)s may not sign in and so can hold no role.") % {"name": person})


def _check_not_last_admin(person: Person) -> None:
    if not Person.objects.filter(is_active=True, is_admin=True).exclude(pk=person.pk).exists():
        raise Conflict(
            _("%(name)s is the only admin. Appoint another one first.") % {"name": person}, code="last_admin"
        )


def _roles(person: Person, is_coordinator: bool, is_admin: bool) -> dict[str, object]:
    return {"person": person, "coordinator": is_coordinator, "admin": is_admin}


def _record_access(what: Kind, person: Person, *, actor: Person) -> None:
    activity.record(
        what,
        actor=actor,
        title=person.name,
        topics=[person.topic],
        audience=Audience.ADMINS,
        before={"person": person, "may_sign_in": not person.is_active},
        after={"person": person, "may_sign_in": person.is_active},
    )


def _roles_in_words(person: Person) -> str:
    roles = [
        word for holds, word in ((person.is_coordinator, _("coordinator")), (person.is_admin, _("admin"))) if holds
    ]
    return _("Now: %(roles)s.") % {"roles": ", ".join(roles)} if roles else _("No role of the coalition any longer.")
