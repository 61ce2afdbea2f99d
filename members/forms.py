"""Forms of the ground floor."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import PlainText
from coalition.shared.validation import readable
from members.models import Contact, Organization, Person


class SignupForm(forms.Form):
    """What sign-up asks beyond address and password. allauth builds its own form upon this."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[readable],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class DescriptionForm(forms.ModelForm[Organization]):
    """What an application says of its organization."""

    class Meta:
        model = Organization
        fields = ["name", "kind", "size", "city", "state", "domain", "brings", "needs"]
        field_classes = {"brings": PlainText, "needs": PlainText}
        labels = {"name": _("Name of the organization"), "kind": _("Kind"), "city": _("City"), "state": _("State")}
        help_texts = {
            "domain": _(
                "For example lakeviewhealth.org. If the address you proved is at this domain, nobody has to check your "
                "application."
            ),
            "brings": _("People, goods, rooms, laboratories, data, skills: whatever may help others."),
            "needs": _("What you lack now or will lack soon."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "domain": forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
            "brings": forms.Textarea(attrs={"rows": 4}),
            "needs": forms.Textarea(attrs={"rows": 4}),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("brings") or said.get("needs")) and not {"brings", "needs"} & self.errors.keys():
            self.add_error("brings", _("Say what you can bring, or below what you need."))
        return said


class ContactForm(forms.ModelForm[Contact]):
    """Whom one reaches at an organization, and how."""

    class Meta:
        model = Contact
        fields = ["name", "function", "email", "phone"]
        labels = {"name": _("Name"), "function": _("Function"), "email": _("E-mail address"), "phone": _("Phone")}
        help_texts = {
            "name": _("A person, or a desk that somebody sits at."),
            "function": _("What they can be asked about, for example “Supply chain” or “Chief executive”."),
            "phone": _("An e-mail address or a phone number is enough."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "function": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("email") or said.get("phone")) and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("Give an e-mail address, or below a phone number."))
        return said

    def validate_constraints(self) -> None:
        """Left to the verb, which says it of the row as it will stand."""


class AgreementForm(forms.Form):
    """The acceptance of the charter: by what authority, and of which version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    authority = forms.CharField(
        label=_("What entitles you to sign"),
        max_length=200,
        help_text=_("Your position, for example “Chief executive” or “Director, by order of the board”."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    agreed = forms.BooleanField(
        label=_("I have read the charter and accept it for my organization"),
        error_messages={"required": _("Tick this box if you accept the charter.")},
    )


class ReasonForm(forms.Form):
    """Why something is refused, in words that the other side reads."""

    reason = PlainText(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class SearchForm(forms.Form):
    """A search by name."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )


class MessageForm(forms.Form):
    """What is written to the other side of an application."""

    text = PlainText(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class QuestionForm(forms.Form):
    """What the admins ask an applicant."""

    question = PlainText(label=_("Question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
