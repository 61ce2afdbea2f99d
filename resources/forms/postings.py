"""Writing an offer or a request down. What the two must satisfy, the verbs say; the forms only read."""

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.db.models import Model, Q
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm, OnceForm
from members.models import Organization
from projects.models import Partner, PartnerStatus, Project
from resources.forms.packs import PackField, total_of, value_of
from resources.forms.types import TypeField
from resources.models import MAX_QUANTITY, Offer, Pack, Request, Severity, Terms

# What a choice means, said where it is made.
TERMS = [
    (Terms.GIFT, _("Gift: it stays with the receiver")),
    (Terms.LOAN, _("Loan: it comes back by a day")),
    (Terms.SERVICE, _("Service: people, transport, space or capacity")),
    (Terms.DATA, _("Data or software: a copy, or its use")),
]
SEVERITIES = [
    (Severity.CRITICAL, _("Critical: people come to harm without it")),
    (Severity.HIGH, _("High: care suffers within days")),
    (Severity.MEDIUM, _("Medium: stocks run low")),
    (Severity.LOW, _("Low: good to have, or for later")),
]
COUNTED_TOGETHER = {"quantity", "pack"}  # one says what the other counts
NOT_OF_THE_ROW = {"version", "key", "explanation"}
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def column(model: type[Model], name: str, **kwargs: Any) -> forms.Field:
    """The form field of a model's column, with the label, the hint and the bounds that it has there."""
    field = model._meta.get_field(name).formfield(**kwargs)  # type: ignore[union-attr]  # own columns only
    return cast(forms.Field, field)


class PostingForm(OnceForm, ExplainedForm):
    """What both say: of what, how much, where, what for."""

    resource_type = TypeField(label=_("Resource"), error_messages={"invalid_choice": _("Choose a type from the list.")})
    title = column(Offer, "title", label=_("What exactly"), help_text=_("For example “N95 respirator, size small”."))
    quantity = column(Offer, "quantity")
    pack = PackField(label=_("Packed as"), help_text=_("The quantity then counts packs."))
    description = column(Offer, "description", widget=forms.Textarea(attrs={"rows": 4}))
    city = column(Offer, "city")
    state = column(Offer, "state")
    project = forms.ModelChoiceField(
        label=_("Part of the project"), queryset=Project.objects.none(), required=False, empty_label=_("None")
    )
    contact = column(Offer, "contact", help_text=_("Name, role and telephone. Members see it."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        organization: Organization,
        posted: Offer | Request | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        shown = values_of(posted, self.base_fields) if posted else initial
        super().__init__(data, initial=shown)
        kept = posted.project_id if posted else None
        cast(PackField, self.fields["pack"]).fill(posted)
        self.fields["project"].queryset = projects_of(organization, keep=kept)  # type: ignore[attr-defined]  # of models
        if posted:
            del self.fields["key"]  # an edit is told from another by its version
            cast(TypeField, self.fields["resource_type"]).keep(posted.resource_type)
            for name, field in self.fields.items():
                field.show_hidden_initial = name != "explanation"

    @property
    def unit(self) -> str:
        """The unit of the type chosen so far, or nothing; a script follows every further choice."""
        with suppress(forms.ValidationError):
            chosen = self.fields["resource_type"].clean(self["resource_type"].value())
            return str(chosen.units)
        return ""

    @property
    def counts_by(self) -> str:
        """What one of the quantity is: the unit of the type chosen so far, or so many of it in a pack."""
        with suppress(forms.ValidationError):
            pack = self.fields["pack"].clean(self["pack"].value())
            return f"× {pack.size:,} {self.unit}" if pack else self.unit
        return self.unit

    def clean(self) -> dict[str, Any]:
        """The quantity in units of the type, whichever pack it was counted in; the pack by its code."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        pack: Pack | None = cleaned.get("pack")
        if pack and cleaned.get("resource_type") and cleaned.get("quantity"):
            cleaned["quantity"] = total_of(
                pack, cleaned["quantity"], resource_type=cleaned["resource_type"], largest=MAX_QUANTITY
            )
        cleaned["pack"] = pack.code if pack else ""
        return cleaned

    @property
    def edited_version(self) -> int:
        """The version that was edited; 0, which is none, where it was left out."""
        return self.cleaned_data["version"] or 0

    def said(self) -> dict[str, Any]:
        """The cleaned values as a verb takes them; of an edit, those that the page did not begin with."""
        begun = any(name.startswith("initial-") for name in self.data)
        names = self.changed_data if begun else list(self.cleaned_data)
        if not COUNTED_TOGETHER.isdisjoint(names):
            names = list(dict.fromkeys([*names, *sorted(COUNTED_TOGETHER)]))
        return {name: self.cleaned_data[name] for name in names if name not in NOT_OF_THE_ROW}

    def begun_with(self) -> list[SafeString]:
        """What the page begins with, hidden in it, so that an edit touches nothing but what was changed on it."""
        shown = [self[name] for name, field in self.fields.items() if field.show_hidden_initial and name != "version"]
        return [field.as_hidden(only_initial=True) for field in shown]

    def begin_anew(self, posted: Offer | Request) -> None:
        """Show the row as it is now wherever nothing was changed on the page, and edit this version of it."""
        now = type(self)(organization=posted.organization, posted=posted)
        changed = set(self.said())
        data = cast(QueryDict, self.data).copy()
        for name, field in now.fields.items():
            value = field.widget.format_value(field.prepare_value(now[name].value()))
            if name == "explanation":
                continue
            text = value[0] if isinstance(value, list) else value
            data[f"initial-{name}"] = text or ""
            if name not in changed:
                data[name] = text or ""
        self.data = data


class OfferForm(PostingForm):
    """An offer: also on which terms, from when until when."""

    least_lot = column(
        Offer,
        "least_lot",
        label=_("Least quantity to give"),
        initial=1,
        help_text=_("The smallest part of it that is worth sending."),
    )
    available_from = column(Offer, "available_from", widget=DATE)
    available_until = column(Offer, "available_until", widget=DATE)
    expires_on = column(Offer, "expires_on", widget=DATE, help_text=_("The earliest date on the packages."))
    terms = forms.ChoiceField(label=_("On which terms"), choices=TERMS, initial=Terms.GIFT, widget=forms.RadioSelect)
    return_on = column(Offer, "return_on", widget=DATE)
    conditions = column(Offer, "conditions", widget=forms.Textarea(attrs={"rows": 2}))


class RequestForm(PostingForm):
    """A request: also how severe, and by when."""

    severity = forms.ChoiceField(label=_("How severe"), choices=SEVERITIES, widget=forms.RadioSelect)
    needed_by = column(Request, "needed_by", widget=DATE)


def values_of(posted: Offer | Request, names: Any) -> dict[str, Any]:
    """What the form shows of a row; the type by its code."""
    values = {name: getattr(posted, name) for name in names if name not in {"key", "explanation"}}
    counted = {
        "quantity": posted.packs if posted.pack else posted.quantity,
        "pack": value_of(posted.resource_type, posted.pack),
    }
    return values | counted | {"resource_type": posted.resource_type.slug, "project": posted.project_id}


def projects_of(organization: Organization, *, keep: int | None = None) -> Any:
    """The open projects that the organization takes part in, and the one named already."""
    confirmed = Partner.objects.filter(organization=organization, status=PartnerStatus.CONFIRMED)
    takes_part = Q(organization=organization) | Q(pk__in=confirmed.values("project"))
    open_ones = Q(pk__in=Project.objects.open().filter(takes_part).values("pk"))
    return Project.objects.filter(open_ones | Q(pk=keep)).order_by("title", "pk")
