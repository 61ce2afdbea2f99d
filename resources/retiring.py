"""Taking a resource type out of use, and back into it. What was posted of it stays, and can still be matched."""

from django.db import transaction

from coalition.shared.errors import NotAllowed
from members import activity
from members.models import Person
from members.permissions import can_administer
from members.wording import Kind
from resources import kinds
from resources.models import ResourceType


def retire(resource_type: ResourceType, *, actor: Person) -> ResourceType:
    """Let nothing new be posted of the type. Doing it again changes nothing. Raises NotAllowed."""
    return _set(resource_type, False, kinds.TYPE_RETIRED, actor=actor)


def bring_back(resource_type: ResourceType, *, actor: Person) -> ResourceType:
    """Let offers and requests of the type be posted again. Raises NotAllowed."""
    return _set(resource_type, True, kinds.TYPE_BROUGHT_BACK, actor=actor)


@transaction.atomic
def _set(resource_type: ResourceType, is_active: bool, kind: Kind, *, actor: Person) -> ResourceType:
    if not can_administer(actor):
        raise NotAllowed
    row = ResourceType.objects.select_for_update(no_key=True).get(pk=resource_type.pk)
    if row.is_active != is_active:
        row.is_active = is_active
        row.save(update_fields=["is_active"])
        activity.record(
            kind,
            actor=actor,
            title=row.label,
            topics=[row.topic],
            before={"in_use": not is_active},
            after={"in_use": is_active},
        )
    return row
