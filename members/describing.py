"""What a member says of itself, kept up to date by its representatives."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import geography
from coalition.shared.errors import Invalid
from coalition.shared.locking import lock
from coalition.shared.validation import check_valid
from members import activity, kinds, overdue, permissions
from members.models import Audience, Organization, Person


class MemberDescription(TypedDict, total=False):
    """What representatives may change. The name has a verb of its own; the web domain is proved, and so the admins'."""

    kind: str
    size: str
    city: str
    state: str
    brings: str
    needs: str


@transaction.atomic
def describe_member(organization: Organization, *, actor: Person, **fields: Unpack[MemberDescription]) -> Organization:
    """Change what a member says of itself. Fields that are not given stay; where nothing differs, does nothing.

    Raises NotAllowed for others than its representatives, Invalid with the field.
    """
    if unknown := fields.keys() - MemberDescription.__annotations__.keys():
        raise TypeError(f"a member does not say {', '.join(sorted(unknown))}")
    lock(organization)
    if not (permissions.can_represent(actor, organization) and permissions.can_write_for(actor, organization)):
        raise overdue.refusal(
            actor, organization, otherwise=_("Only a representative of a member can change what it says of itself.")
        )
    changed = _apply(organization, fields)
    if not changed:
        return organization
    check_valid(organization)
    organization.save()
    activity.record(
        kinds.MEMBER_DESCRIBED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        text=_("Changed: %(fields)s") % {"fields": ", ".join(_name_of(name) for name in changed)},
        audience=Audience.MEMBERS,
    )
    return organization


def _apply(organization: Organization, fields: MemberDescription) -> list[str]:
    given = {name: str(value).strip() for name, value in fields.items()}
    changed = [name for name, value in given.items() if getattr(organization, name) != value]
    if not (given.get("brings", organization.brings) or given.get("needs", organization.needs)):
        raise Invalid(_("Say what you can bring, or what you need."), field="brings")
    for name in changed:
        setattr(organization, name, given[name])
    moved = {"city", "state"} & set(changed)
    if moved and (state := geography.STATES.get(organization.state)):
        organization.latitude, organization.longitude = state.latitude, state.longitude
    return changed


def _name_of(field: str) -> str:
    return str(Organization._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # only own fields are edited
