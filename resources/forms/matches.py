"""What people write down about a match: the verbal agreement, a no, what was sent and what arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm
from resources.models import AgreementMeans, Match


class AgreementForm(ExplainedForm):
    """Who spoke with whom, when, how, on what."""

    spoke_with = forms.CharField(
        label=_("Whom you spoke with"),
        max_length=200,
        help_text=_("Name and role, for example “Olga Reyes, dispatch”."),
    )
    spoken_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    means = forms.ChoiceField(label=_("How"), choices=AgreementMeans.choices, widget=forms.RadioSelect)
    terms = forms.CharField(
        label=_("What was agreed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How many, by when, who brings them where, what to mind. Never money."),
    )


class ReasonForm(ExplainedForm):
    """Why it comes to nothing."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other organization and the coordinators read this."),
    )


class ShipmentForm(forms.Form):
    """How it travels, where that is known."""

    carrier = forms.CharField(label=_("Carrier"), max_length=120, required=False)
    tracking = forms.CharField(label=_("Tracking number"), max_length=120, required=False)


class ReceiptForm(ExplainedForm):
    """How many arrived, and in what state."""

    quantity = forms.IntegerField(label=_("How many arrived"), min_value=0)
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Damage, for example, or what is missing."),
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = match.offer.resource_type.units
        self.fields["quantity"].help_text = _("Of %(n)s %(unit)s. What did not arrive is given back.") % {
            "n": f"{match.quantity:,}",
            "unit": unit,
        }
