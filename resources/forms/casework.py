"""What a coordinator fills in about a case: a word to take it over, a note, whom to hand it to, what to suggest."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm
from members.models import Membership, Person
from resources.forms.board import LARGEST_KEY
from resources.models import Request
from resources.models.casework import LONGEST_NOTE

SHORT = {"autocomplete": "off"}


class CaseForm(ExplainedForm):
    """One of several forms beside a case, whose fields have names of their own on the page."""

    word = ""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.word}-%s")


class ClaimForm(CaseForm):
    """A word with which to take over what another is on."""

    word = "claim"
    note = forms.CharField(
        label=_("Why you take it over"), max_length=LONGEST_NOTE, required=False, widget=forms.TextInput(attrs=SHORT)
    )


class NoteForm(CaseForm):
    """A note for the other coordinators."""

    word = "note"
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        help_text=_("Only coordinators and admins read it. It cannot be changed."),
        widget=forms.TextInput(attrs=SHORT),
    )


class HandOverForm(CaseForm):
    """To whom a case goes, and what they need to know."""

    word = "hand-over"
    to = forms.TypedChoiceField(label=_("To"), coerce=int)
    note = forms.CharField(
        label=_("What they need to know"), max_length=LONGEST_NOTE, widget=forms.TextInput(attrs=SHORT)
    )

    def __init__(self, data: Any = None, *, request: Request, actor: Person) -> None:
        super().__init__(data)
        employed = Membership.objects.active().filter(person=OuterRef("pk"), organization=request.organization_id)
        able = Person.objects.filter(~Exists(employed), is_active=True, is_coordinator=True).exclude(pk=actor.pk)
        self.people = {each.pk: each for each in able}
        choices = [("", _("Choose a coordinator")), *((pk, str(each)) for pk, each in self.people.items())]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class FlagForm(CaseForm):
    """Which offer a second coordinator might look at, if one, and why."""

    word = "flag"
    offer = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What the second coordinator should know"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
    )
