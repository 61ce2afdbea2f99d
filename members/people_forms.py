"""Forms about the people of an organization."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.shared.errors import DomainError
from coalition.shared.forms import PlainText, show_refusal
from members import guest_lists
from members.models import Membership, Person, Role

LEAVE = ""


class InviteForm(forms.Form):
    """A list of people, pasted or in a file. `cleaned_data["lines"]` holds it line by line."""

    people = PlainText(
        label=_("People to invite"),
        required=False,
        max_length=guest_lists.LONGEST_TEXT,
        help_text=_("One a line: Jane Doe <jane.doe@example.org>, contributor. Name and role may be left out."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none"}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=_("With the columns name, email and role. Its lines come below what you typed."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    role = forms.ChoiceField(
        label=_("Role of those whose line names none"), choices=list(reversed(Role.choices)), initial=Role.CONTRIBUTOR
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        try:
            added = guest_lists.lines_of_file(said["file"].read()) if said.get("file") else ""
            text = "\n".join(part for part in (said["people"].strip("\n"), added) if part)
            said["lines"] = guest_lists.read(text, role=said["role"])
        except DomainError as refusal:
            show_refusal(self, refusal)
        else:
            if not said["lines"]:
                self.add_error("people", _("Write at least one e-mail address, or choose a file."))
        return said

    def with_people(self, typed: str) -> "InviteForm":
        """The same form, unbound unless it is in error, with the list in its field to be mended."""
        if self.errors:
            return self
        return InviteForm(initial={"people": typed, "role": self.cleaned_data["role"]})


class LeaveForm(forms.Form):
    """What the person becomes, and who takes their place if they are the last who can sign."""

    successor = forms.ModelChoiceField(
        label=_("Who represents the organization from now on"),
        queryset=Person.objects.none(),
        empty_label=_("Choose a colleague"),
    )
    then = forms.ChoiceField(
        label=_("And you"), required=False, widget=forms.RadioSelect(attrs={"class": "radios"}), initial=LEAVE
    )

    def __init__(self, *args: Any, membership: Membership, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization = membership.organization
        leave = (LEAVE, _("leave %(name)s") % {"name": organization})
        stay = [(Role.CONTRIBUTOR, _("stay as a contributor")), (Role.READER, _("stay as a reader"))]
        self.fields["then"].choices = [leave, *stay] if membership.role == Role.REPRESENTATIVE else [leave]  # type: ignore[attr-defined]  # a ChoiceField
        if not is_last:
            del self.fields["successor"]
            return
        colleagues = Person.objects.filter(
            is_active=True,
            memberships__in=organization.memberships.active().exclude(pk=membership.pk),
        )
        self.fields["successor"].queryset = colleagues.order_by("name", "pk")  # type: ignore[attr-defined]  # as above
