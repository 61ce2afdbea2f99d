"""What people write down about a match: the verbal agreement, a no, what was sent and what arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm
from projects.forms import DAY
from resources.models import MAX_QUANTITY, AgreementMeans, DisputeOutcome, Match, MatchStatus, Went


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


class NoteForm(ExplainedForm):
    """A yes, and a note if there is something to say."""

    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other organization and the coordinators read this."),
    )


class CounterForm(NoteForm):
    """Other terms: how many, and by when."""

    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MAX_QUANTITY)
    deliver_by = forms.DateField(label=_("To be delivered by"), required=False, widget=DAY)
    field_order = ["quantity", "deliver_by", "note"]


class ConfirmForm(forms.Form):
    """Nothing but the button."""


class FeedbackForm(ExplainedForm):
    """How it went."""

    went = forms.ChoiceField(label=_("How did it go?"), choices=Went.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What others should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other organization and the coordinators read this."),
    )


class DisputeForm(ExplainedForm):
    """What is not right."""

    text = forms.CharField(
        label=_("What is not right"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the record says, and what happened. Both organizations and the coordinators read this."),
    )


class SettlementForm(ExplainedForm):
    """How a dispute is settled."""

    outcome = forms.ChoiceField(label=_("How it is settled"), choices=DisputeOutcome.choices, widget=forms.RadioSelect)
    quantity = forms.IntegerField(
        label=_("How many arrived"), min_value=0, required=False, help_text=_("Only to put the number right.")
    )
    resolution = forms.CharField(
        label=_("In words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both organizations read it. Say what you heard from each, and why you decide so."),
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        fitting = {DisputeOutcome.STANDS}
        fitting |= {DisputeOutcome.CALLED_OFF} if match.can_become(MatchStatus.CANCELLED) else set()
        fitting |= {DisputeOutcome.AMENDED} if match.received_quantity is not None else set()
        outcome.choices = [each for each in DisputeOutcome.choices if each[0] in fitting]  # type: ignore[attr-defined]  # a ChoiceField
        if DisputeOutcome.AMENDED not in fitting:
            del self.fields["quantity"]


class ShipmentForm(forms.Form):
    """How it travels, where that is known."""

    carrier = forms.CharField(label=_("Carrier"), max_length=120, required=False)
    tracking = forms.CharField(label=_("Tracking number"), max_length=120, required=False)
    lots = forms.CharField(
        label=_("Lot numbers"), max_length=200, required=False, help_text=_("For goods that may be recalled.")
    )


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


class ReturnForm(ExplainedForm):
    """How many units of a loan came back, and in what state."""

    quantity = forms.IntegerField(label=_("How many came back"), min_value=0)
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Damage, for example, or what is missing."),
    )

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].help_text = _("Of %(n)s that were lent.") % {"n": f"{match.received_quantity or 0:,}"}
