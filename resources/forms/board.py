"""What a coordinator fills in on the board: the filters of the queue, and a proposal."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm
from resources import searching
from resources.models import ResourceGroup, Severity
from resources.models.posted import MAX_QUANTITY

LARGEST_KEY = 2**63 - 1


class BoardFilters(forms.Form):
    """What the queue can be narrowed by. Unusable values narrow nothing."""

    q = forms.CharField(
        label=_("Filter requests"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Filter by item or organization"), "autocomplete": "off"}
        ),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("Any severity")), *Severity.choices], required=False
    )
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(str(group.pk), group.name) for group in ResourceGroup.objects.all()]
        self.fields["group"].choices = [("", _("Any group")), *groups]  # type: ignore[attr-defined]  # a ChoiceField
        self.is_valid()

    def narrow(self, rows: Any) -> Any:
        """The requests that fit what was chosen."""
        return rows.filter(self.condition)

    @cached_property
    def condition(self) -> Q:
        """What the requests must satisfy. Words cost two queries, once."""
        chosen, where = self.cleaned_data, Q()
        if chosen.get("q"):
            where &= searching.about(chosen["q"])
        if chosen.get("severity"):  # by rank, since the index of the queue begins with it
            where &= Q(severity_rank=Severity.values.index(chosen["severity"]))
        if chosen.get("group"):
            where &= Q(resource_type__group=chosen["group"])
        return where

    @property
    def is_narrowing(self) -> bool:
        """Whether anything was chosen."""
        return any(self.cleaned_data.values())


class UnitsField(forms.IntegerField):
    """A whole number of units, whose thousands may be set apart: “12,000”."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class ProposalForm(ExplainedForm):
    """How many of which offer, and why."""

    offer = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    quantity = UnitsField(
        min_value=1,
        max_value=MAX_QUANTITY,
        error_messages={
            "required": _("Give a whole number."),
            "invalid": _("Give a whole number."),
            "min_value": _("Give a whole number of at least 1."),
        },
    )
    reason = forms.CharField(max_length=500, required=False)
    key = forms.CharField(max_length=80, required=False)
