"""Setting workgroups up, describing them anew, and letting them rest when their work is done."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid, NotAllowed
from coalition.shared.locking import lock, lock_name
from coalition.shared.validation import check_valid
from members import activity
from members.models import Person
from members.wording import Kind
from projects import kinds, permissions
from projects.models import Workgroup


@transaction.atomic
def found_workgroup(*, actor: Person, name: str, charge: str = "") -> Workgroup:
    """Set up a workgroup, behind the others in their order. Raises NotAllowed, Invalid with the field."""
    _check_may_manage(actor)
    lock_name("workgroups")
    last = Workgroup.objects.order_by("-position").values_list("position", flat=True).first() or 0
    workgroup = Workgroup(name=name.strip(), charge=charge.strip(), position=last + 1)
    workgroup.slug = slugify(workgroup.name)[:60].strip("-")
    if not workgroup.slug:
        raise Invalid(_("Give a name with letters or digits."), field="name")
    if Workgroup.objects.filter(slug=workgroup.slug).exists():
        raise Invalid(_("There is a workgroup of this name, or almost of this name."), field="name")
    check_valid(workgroup)
    workgroup.save()
    _record(kinds.WORKGROUP_FOUNDED, workgroup, actor=actor, after={"workgroup": workgroup, "active": True})
    return workgroup


@transaction.atomic
def describe_workgroup(workgroup: Workgroup, *, actor: Person, name: str, charge: str) -> Workgroup:
    """Give it another name or charge; its address stays, as people follow it there. The same again changes nothing.

    Raises NotAllowed, Invalid with the field.
    """
    _check_may_manage(actor)
    lock(workgroup)
    given = {"name": name.strip(), "charge": charge.strip()}
    changed = [field for field, value in given.items() if getattr(workgroup, field) != value]
    if not changed:
        return workgroup
    for field in changed:
        setattr(workgroup, field, given[field])
    check_valid(workgroup)
    workgroup.save(update_fields=changed)
    _record(kinds.WORKGROUP_DESCRIBED, workgroup, actor=actor, after={"workgroup": workgroup, "changed": changed})
    return workgroup


def close_workgroup(workgroup: Workgroup, *, actor: Person) -> Workgroup:
    """Let nobody join, and no plan be posted there, any longer; what it did stays. Raises NotAllowed."""
    return _set_active(workgroup, False, kinds.WORKGROUP_CLOSED, actor=actor)


def reopen_workgroup(workgroup: Workgroup, *, actor: Person) -> Workgroup:
    """Let it go on. Raises NotAllowed."""
    return _set_active(workgroup, True, kinds.WORKGROUP_REOPENED, actor=actor)


@transaction.atomic
def _set_active(workgroup: Workgroup, is_active: bool, kind: Kind, *, actor: Person) -> Workgroup:
    _check_may_manage(actor)
    lock(workgroup)
    if workgroup.is_active != is_active:
        workgroup.is_active = is_active
        workgroup.save(update_fields=["is_active"])
        after = {"workgroup": workgroup, "active": is_active}
        _record(kind, workgroup, actor=actor, before={"workgroup": workgroup, "active": not is_active}, after=after)
    return workgroup


def _check_may_manage(actor: Person) -> None:
    if not permissions.can_manage_workgroups(actor):
        raise NotAllowed(_("Only admins of the coalition set up and change workgroups."))


def _record(
    kind: Kind,
    workgroup: Workgroup,
    *,
    actor: Person,
    after: dict[str, object],
    before: dict[str, object] | None = None,
) -> None:
    activity.record(
        kind,
        actor=actor,
        title=workgroup.name,
        url=workgroup.get_absolute_url(),
        topics=[workgroup.topic],
        before=before,
        after=after,
    )
