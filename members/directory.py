"""The directory: which organizations fit what the address asks for, in which order, and the way out of too narrow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.shared import geography
from coalition.shared.paging import Count, counted
from members import facets
from members.forms import SearchForm
from members.models import Organization, OrganizationKind, OrganizationSize, OrganizationStatus, Person
from members.models.organization import OrganizationQuerySet
from members.naming import Called, called

NEWEST = "newest"
ORDERS = [("", _("By name")), (NEWEST, _("Newest members first"))]


class DirectoryForm(SearchForm):
    """The filters, read from the address. What cannot be read narrows nothing, and the form says so."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganizationKind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *geography.STATE_CHOICES]
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.fields |= {facet.name: _field(facet) for facet in facets.registered()}
        self.order_fields(["q", "kind", "state", *(facet.name for facet in facets.registered()), "sort"])
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list, by the words of the address."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}

    def in_words(self, name: str) -> str:
        """A chosen value as people read it: the label of the choice, or the words between quotation marks."""
        value = self.chosen[name]
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices[value]) if value in choices else f"“{value}”"


def _field(facet: facets.Facet) -> forms.Field:
    label = str(facet.label)
    if facet.choices is None:
        attrs = {"type": "search", "list": facet.list_id} if facet.suggestions else {"type": "search"}
        return forms.CharField(
            label=label, required=False, max_length=facets.LONGEST, widget=forms.TextInput(attrs=attrs)
        )
    return forms.ChoiceField(label=label, required=False, choices=[("", facet.everything), *facet.choices()])


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address of the list without it; with `count`, how many that would show."""

    label: str | Promise
    value: str
    url: str
    count: Count | None = None


class Search:
    """One question to the directory, as the address puts it."""

    def __init__(self, asked: QueryDict, *, reader: Person) -> None:
        self.asked = asked
        self.form = DirectoryForm(asked)
        self.visible = Organization.objects.visible_to(reader).listed()

    @property
    def rows(self) -> OrganizationQuerySet:
        """The organizations that fit, in the order asked for."""
        return self._narrowed(self.form.chosen).order_by(*self._order)

    @property
    def is_narrowing(self) -> bool:
        """Whether any filter is set."""
        return bool(self.form.chosen)

    @property
    def is_forgiving(self) -> bool:
        """Whether no name holds the words, so that similar names are shown."""
        return "q" in self.form.chosen and self._called.similar

    @property
    def chips(self) -> list[Chip]:
        """The filters that are set, each with the way to the list without it."""
        return [self._chip(name) for name in self.form.chosen]

    def ways_out(self) -> list[Chip]:
        """For an empty list: each filter with how many there would be without it, where there would be any."""
        chosen = self.form.chosen
        if len(chosen) < 2:
            return []
        return [chip for chip in map(self._counted, chosen) if chip.count and chip.count.number]

    def _counted(self, name: str) -> Chip:
        others = {other: value for other, value in self.form.chosen.items() if other != name}
        return self._chip(name, count=counted(self._narrowed(others).order_by(*self._order)))

    def _chip(self, name: str, *, count: Count | None = None) -> Chip:
        address = self.asked.copy()
        for left_out in (name, "page"):
            address.pop(left_out, None)
        return Chip(cast(str, self.form.fields[name].label), self.form.in_words(name), f"?{address.urlencode()}", count)

    def _narrowed(self, chosen: dict[str, str]) -> OrganizationQuerySet:
        condition = Q()
        for each in self._conditions(chosen):
            condition &= each
        return self.visible.filter(condition)

    def _conditions(self, chosen: dict[str, str]) -> Iterator[Q]:
        for name in chosen.keys() & {"kind", "state"}:
            yield Q(**{name: chosen[name]})
        if "q" in chosen:
            yield self._called.condition
        for facet in facets.registered():
            if facet.name in chosen:
                yield facet.holds(chosen[facet.name])

    @cached_property
    def _called(self) -> Called:
        return called(self.form.chosen["q"], among=self.visible)

    @property
    def _order(self) -> tuple[str, str]:
        return ("-admitted_at", "-pk") if self.form.cleaned_data.get("sort") == NEWEST else ("name", "pk")


COLUMNS = (
    (_("Name"), "name"),
    (_("Kind"), "kind"),
    (_("Size"), "size"),
    (_("City"), "city"),
    (_("State"), "state"),
    (_("Web domain"), "domain"),
    (_("Status"), "status"),
    (_("Founding member"), "is_founding"),
    (_("Member since"), "admitted_at"),
    (_("Brings"), "brings"),
    (_("Needs"), "needs"),
)
HEADINGS = [heading for heading, _column in COLUMNS]


def table(rows: OrganizationQuerySet) -> Iterator[list[object]]:
    """The rows as they stand in a CSV below `HEADINGS`, fetched in portions; days as 2026-11-25."""
    kinds, states = dict(OrganizationKind.choices), dict(OrganizationStatus.choices)
    sizes = dict(OrganizationSize.choices)
    shown: dict[str, Callable[[Any], object]] = {
        "kind": {value: str(label) for value, label in kinds.items()}.get,
        "size": {value: str(label) for value, label in sizes.items()}.get,
        "status": {value: str(label) for value, label in states.items()}.get,
        "is_founding": {True: str(_("yes"))}.get,
        "admitted_at": lambda moment: moment and moment.date().isoformat(),
    }
    columns = [column for _heading, column in COLUMNS]
    for row in rows.values_list(*columns).iterator(chunk_size=2000):
        yield [shown[column](value) if column in shown else value for column, value in zip(columns, row, strict=True)]
