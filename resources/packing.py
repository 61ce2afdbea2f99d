"""In which unit something is posted: the type's own, or a pack of it. Quantities count the type's unit either way."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from resources.models import Offer, Pack, Request, ResourceType


def settle(posting: Offer | Request, *, changed: Collection[str]) -> None:
    """Set how many packs the quantity makes, of the size that the pack has now if it was chosen with this act.

    A pack that was chosen before keeps the size it had, whatever the catalogue says today. Raises Invalid with the
    field: a pack in which the type does not come, a quantity that is no whole number of packs.
    """
    if not posting.pack:
        posting.pack_size, posting.packs = 1, None
        return
    if not {"pack", "resource_type"}.isdisjoint(changed):
        posting.pack_size = _find(posting.resource_type, posting.pack).size
    packs, loose = divmod(posting.quantity, posting.pack_size)
    if loose:
        raise Invalid(
            _("%(n)s is no whole number of packs (%(pack)s). Change the quantity or the pack.")
            % {"n": f"{posting.quantity:,}", "pack": posting.get_pack_display()},
            field="quantity",
        )
    posting.packs = packs


def _find(resource_type: ResourceType, code: str) -> Pack:
    packs = list(resource_type.packs.all())
    found = next((pack for pack in packs if pack.code == code), None)
    if found:
        return found
    if not packs:
        raise Invalid(_("%(type)s has no packs. Count it in its own unit.") % {"type": resource_type}, field="pack")
    raise Invalid(
        _("%(type)s does not come so. It comes as: %(packs)s.")
        % {"type": resource_type, "packs": ", ".join(pack.code for pack in packs)},
        field="pack",
    )
