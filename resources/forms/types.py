"""Choosing a resource type: in groups, with its unit, and found by any of its names where scripts run."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.models import ResourceType

CODE = r"[a-z0-9-]+"


class TypeSelect(forms.Select):
    """A select whose options carry unit and synonyms, from which `catalogue.js` makes a search."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        chosen: ResourceType | None = getattr(value, "instance", None)
        if chosen is not None:
            option["attrs"] |= {"data-unit": chosen.units, "data-words": " ".join(chosen.synonyms)}
        return option


class GroupedTypes(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # generic in the stubs only
    """The types under the names of their groups, in one query."""

    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        groups: dict[str, list[Any]] = {}
        for row in self.queryset:
            groups.setdefault(row.group.name, []).append(self.choice(row))
        yield from groups.items()


class TypeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """An active resource type, by its code."""

    iterator = GroupedTypes
    widget = TypeSelect

    def __init__(self, **kwargs: Any) -> None:
        types = ResourceType.objects.select_related("group")
        kwargs.setdefault("empty_label", _("Choose one"))
        attrs = {"data-search": _("Find it by any of its names"), "data-none": _("No type is called so.")}
        super().__init__(queryset=types.active(), to_field_name="slug", widget=TypeSelect(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        """No text but a code reaches the database, which would break on some."""
        if value not in self.empty_values and not re.fullmatch(CODE, str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)

    def keep(self, chosen: ResourceType) -> None:
        """Let `chosen` stay a choice though it may be retired: what was posted keeps its type."""
        self.queryset = ResourceType.objects.select_related("group").filter(Q(is_active=True) | Q(pk=chosen.pk))

    def label_from_instance(self, obj: ResourceType) -> str:
        return f"{obj.label} ({obj.units})"
