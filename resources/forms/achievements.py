"""What of the coalition's achievements a member looks at, read from the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.models import ResourceType


class AchievementFilters(forms.Form):
    """One type, or all; a word that is no type says so, and shows all. The period stands in the tabs."""

    period = forms.CharField(required=False, widget=forms.HiddenInput)
    type = forms.ChoiceField(label=_("Resource"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types = {row.slug: row for row in ResourceType.objects.select_related("group")}
        groups: dict[str, list[tuple[str, str]]] = {}
        for row in self.types.values():
            groups.setdefault(row.group.name, []).append((row.slug, row.label))
        self.fields["type"].choices = [("", _("Any resource")), *groups.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.is_valid()

    @property
    def chosen(self) -> ResourceType | None:
        """The type asked for, if there is one."""
        return self.types.get(self.cleaned_data.get("type", ""))
