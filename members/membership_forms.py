"""Forms about a membership that exists: what the member says of itself, its name, its leaving, its merging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import PlainText
from members.models import Organization


class MemberForm(forms.ModelForm[Organization]):
    """What a member says of itself."""

    class Meta:
        model = Organization
        fields = ["kind", "size", "city", "state", "brings", "needs"]
        field_classes = {"brings": PlainText, "needs": PlainText}
        help_texts = {
            "brings": _("People, goods, rooms, laboratories, data, skills: whatever may help others."),
            "needs": _("What you lack now or will lack soon."),
        }
        widgets = {
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "brings": forms.Textarea(attrs={"rows": 6}),
            "needs": forms.Textarea(attrs={"rows": 6}),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("brings") or said.get("needs")) and not {"brings", "needs"} & self.errors.keys():
            self.add_error("brings", _("Say what you can bring, or below what you need."))
        return said


class RenameForm(forms.Form):
    """Another name, and why."""

    name = forms.CharField(label=_("New name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = PlainText(
        label=_("Reason"),
        max_length=2000,
        help_text=_("For example “We became part of a university”. Every member reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TypedNameForm(forms.Form):
    """A name typed in, so that nobody does by a slip what cannot be taken back."""

    typed = forms.CharField(
        label=_("Name of the organization"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization

    def clean_typed(self) -> str:
        typed: str = " ".join(self.cleaned_data["typed"].split())
        if typed.casefold() != self.organization.name.casefold():
            raise forms.ValidationError(
                _("Type the name as it stands here: %(name)s"), params={"name": self.organization.name}
            )
        return typed


class LeaveForm(TypedNameForm):
    """The last word before an organization leaves."""

    reason = PlainText(
        label=_("Reason"),
        max_length=2000,
        required=False,
        help_text=_("Every member reads it. Whoever counts on you reads it with what you hand back."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["reason", "typed"]


class MergeForm(TypedNameForm):
    """Into which other member an organization goes, and why."""

    into = forms.CharField(
        label=_("Into which organization"),
        max_length=200,
        help_text=_("Its name as the directory has it, or the last part of its address there."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=2000,
        help_text=_("Every member reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["into", "reason", "typed"]

    def clean_into(self) -> Organization:
        asked = " ".join(self.cleaned_data["into"].split())
        named = list(Organization.objects.admitted().filter(name__iexact=asked)[:2])
        found = Organization.objects.admitted().filter(slug=asked.casefold()).first()
        found = found or (named[0] if len(named) == 1 else None)
        if found is None:
            raise forms.ValidationError(_("There is no member of this name. Take the last part of its address."))
        if found == self.organization:
            raise forms.ValidationError(_("Choose another organization than this one."))
        return found
