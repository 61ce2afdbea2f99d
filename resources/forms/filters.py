"""The filters of the lists of offers and requests, read from the address."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock, geography
from members.models import Organization
from projects.models import Project
from resources import freshness, searching
from resources.models import ResourceType, Severity, Terms

ANY_STATE = [("", _("Any state")), *geography.STATE_CHOICES]
LARGEST_KEY = 2**63 - 1


class PostingFilters(forms.Form):
    """What both lists can be narrowed by. Unusable values narrow nothing, and say so."""

    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Item or organization")}),
    )
    type = forms.ChoiceField(label=_("Resource"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=ANY_STATE, required=False)
    project = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=LARGEST_KEY)

    lately = forms.BooleanField(label=_("Only confirmed lately"), required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.once_admitted(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lately"] = self.fields.pop("lately")  # behind those that only one of the lists has
        self.types = list(ResourceType.objects.select_related("group"))
        self.fields["type"].choices = self._type_choices()  # type: ignore[attr-defined]  # a ChoiceField
        self.is_valid()

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was chosen."""
        return rows.filter(self.condition)

    @cached_property
    def condition(self) -> Q:
        """What the rows must satisfy. Words cost two queries, once."""
        chosen = self.chosen
        where = Q()
        if "type" in chosen:
            where &= Q(resource_type__in=self._types_in(chosen.pop("type")))
        if "q" in chosen:
            where &= searching.about(chosen.pop("q"))
        if chosen.pop("lately", False):
            where &= Q(confirmed_at__gt=freshness.stale_before(clock.now()))
        return where & Q(**chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list, by column; "type" and "q" are the words of the address."""
        return {name: value for name, value in self.cleaned_data.items() if value not in {None, "", False}}

    @property
    def is_narrowing(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.chosen)

    @property
    def named_project(self) -> Project | None:
        """The project whose postings are shown, if one was asked for."""
        return Project.objects.filter(pk=pk).first() if (pk := self.cleaned_data.get("project")) else None

    @property
    def named_organization(self) -> Organization | None:
        """The organization whose postings are shown, if one was asked for."""
        return self.cleaned_data.get("organization")

    def _type_choices(self) -> list[Any]:
        groups: dict[str, list[tuple[str, Any]]] = {}
        for row in self.types:
            all_of_it = [(f"group:{row.group_id}", _("All of %(group)s") % {"group": row.group.name})]
            groups.setdefault(row.group.name, all_of_it).append((row.slug, row.label))
        return [("", _("Any resource")), *groups.items()]

    def _types_in(self, choice: str) -> list[int]:
        return [row.pk for row in self.types if choice in {row.slug, f"group:{row.group_id}"}]


class OfferFilters(PostingFilters):
    """Also by terms."""

    terms = forms.ChoiceField(label=_("Terms"), choices=[("", _("Any terms")), *Terms.choices], required=False)


class RequestFilters(PostingFilters):
    """Also by severity, and in two orders."""

    ORDERS = [("urgent", _("Most urgent first")), ("newest", _("Newest first"))]

    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("Any severity")), *Severity.choices], required=False
    )
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        """An order leaves nothing out; severity by its rank, with which the index of the queue begins."""
        chosen = super().chosen
        chosen.pop("sort", None)
        if "severity" in chosen:
            chosen["severity_rank"] = Severity.values.index(chosen.pop("severity"))
        return chosen

    def narrow(self, rows: Any) -> Any:
        """The rows that fit what was chosen, in the order chosen."""
        rows = super().narrow(rows)
        return rows.order_by("-posted_at", "-pk") if self.cleaned_data.get("sort") == "newest" else rows
