"""What a party itself proposes: units of an offer for a request, one of the two its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm, new_key
from resources.models import MAX_QUANTITY, Offer, Request
from resources.models.posted import PostingQuerySet


class OwnProposalForm(ExplainedForm):
    """For which of one's own requests, or out of which of one's own offers, and how many."""

    own = forms.ModelChoiceField(Request.objects.none(), label=_("For which of your requests"), empty_label=None)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=MAX_QUANTITY)
    reason = forms.CharField(
        label=_("A few words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other organization and the coordinators read this."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40, initial=new_key)

    def __init__(self, *args: Any, fitting: "PostingQuerySet[Any]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["own"]
        own.queryset = fitting
        if fitting.model is Offer:
            own.label = _("Out of which of your offers")
        own.label_from_instance = lambda row: row.in_words

    def said(self) -> dict[str, Any]:
        """What the verb is given beside the two sides; for a valid form."""
        names = ("quantity", "reason", "explanation")
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {**given, "request_key": self.cleaned_data["key"] or None}
