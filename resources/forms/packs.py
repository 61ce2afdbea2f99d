"""Choosing the pack in which something is counted: all of them by type, of which a script leaves the right ones."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.models import Offer, Pack, Request, ResourceType

NOT_OF_THE_LIST = gettext_lazy("Choose a pack from the list.")


def value_of(resource_type: ResourceType, code: str) -> str:
    """What the choice of a pack is sent as: several types may have packs of one code."""
    return f"{resource_type.slug}:{code}" if code else ""


class PackSelect(forms.Select):
    """A select whose options carry their type and size, for `catalogue.js`."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            slug, _colon, code = str(value).partition(":")
            option["attrs"] |= {"data-type": slug, "data-size": code.rpartition("-")[2]}
        return option


class PackField(forms.ChoiceField):
    """A pack of a type in use, or none; gives a Pack. `fill` lists them."""

    widget = PackSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, error_messages={"invalid_choice": NOT_OF_THE_LIST}, **kwargs)
        self.packs: dict[str, Pack] = {}

    def fill(self, posted: Offer | Request | None = None) -> None:
        """Offer the packs of the catalogue, in one query, and the one in which `posted` was counted."""
        rows = Pack.objects.filter(resource_type__is_active=True).select_related("resource_type")
        self.packs = {
            value_of(row.resource_type, row.code): row for row in rows.order_by("resource_type__label", "size")
        }
        if posted and posted.pack:
            kept = Pack(resource_type=posted.resource_type, name=posted.pack.partition("-")[0], size=posted.pack_size)
            self.packs.setdefault(value_of(posted.resource_type, posted.pack), kept)
        groups: dict[str, list[tuple[str, str]]] = {}
        for value, row in self.packs.items():
            groups.setdefault(row.resource_type.label, []).append((value, str(row)))
        self.choices = [("", _("In single units")), *groups.items()]

    def clean(self, value: Any) -> Pack | None:
        """The pack that was chosen. Raises ValidationError."""
        chosen = super().clean(value)
        return self.packs[chosen] if chosen else None


def total_of(pack: Pack, quantity: int, *, resource_type: ResourceType, largest: int) -> int:
    """How many units so many packs are. Raises ValidationError, at its field."""
    if pack.resource_type_id != resource_type.pk:
        raise ValidationError(
            {
                "pack": _("This is a pack of %(type)s. Choose one of the type above, or single units.")
                % {"type": pack.resource_type}
            }
        )
    total = quantity * pack.size
    if total > largest:
        told = _("In units this is more than %(n)s.") % {"n": f"{largest:,}"}
        raise ValidationError({"quantity": told})
    return total
