"""The forms of deliverables."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import OnceForm, PlainText
from members.models import Organization
from projects.files.fields import InspectedFile
from projects.forms import DAY
from projects.models import Deliverable, DeliverableKind, Licence, PartnerStatus, Project, Workgroup
from projects.models.deliverable import DeliverableQuerySet
from projects.releasing import Description
from projects.update_forms import Files


def _named(licence: Licence) -> str:
    """By its name, with the identifier where there is one."""
    return str(licence.label) if licence is Licence.OTHER else f"{licence.label} ({licence.value})"


def _briefly(licence: Licence) -> str | Promise:
    return licence.label if licence is Licence.OTHER else licence.value


class ReleaseForm(OnceForm, forms.ModelForm[Deliverable]):
    """A deliverable as it is released."""

    makers = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=_("Made by"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The lead, and partners that have confirmed. They are named in public."),
    )
    link = forms.CharField(
        label=_("Link"),
        required=False,
        max_length=500,
        validators=[URLValidator(schemes=["https", "http"])],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Where it is had: an address that begins with https:// or http://. Or attach a file below."),
    )

    class Meta:
        model = Deliverable
        fields = ["title", "summary", "kind", "version", "link", "licence", "licence_name", "makers", "released_on"]
        field_classes = {"summary": PlainText}
        labels = {
            "title": _("Title"),
            "summary": _("Summary"),
            "kind": _("Kind"),
            "version": _("Version"),
            "licence": _("Licence"),
            "licence_name": _("Name of the licence"),
            "released_on": _("Released on"),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "released_on": DAY}

    field_order = [
        *("title", "summary", "kind", "version", "link", "file", "licence", "licence_name", "makers", "released_on")
    ]

    def __init__(
        self, data: QueryDict | None, files: Files | None, *, project: Project, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["file"] = InspectedFile(label=_("File"))
        confirmed = project.partners.filter(status=PartnerStatus.CONFIRMED).values("organization")
        makers = cast(forms.ModelMultipleChoiceField[Organization], self.fields["makers"])
        makers.queryset = Organization.objects.filter(Q(pk=project.organization_id) | Q(pk__in=confirmed))
        licence = cast(forms.ChoiceField, self.fields["licence"])
        licence.choices = [("", _("Choose one")), *((one.value, _named(one)) for one in Licence)]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any] | None:
        """Name the licence; a link or a file, so that the verb need not refuse what the person just chose."""
        cleaned = super().clean() or {}
        if cleaned.get("licence") == Licence.OTHER and not cleaned.get("licence_name"):
            self.add_error(
                "licence_name", ValidationError(_("Name the licence, so that people know what they may do."))
            )
        return cleaned

    def _post_clean(self) -> None:
        """The verb checks the row, when it is whole."""

    def described(self) -> Description:
        """What is said of the deliverable; for a valid form."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"makers", "file", "key"}}
        return Description(**said, file=next(iter(self.cleaned_data["file"]), None), **self.mark())

    def posts(self, released: Deliverable) -> bool:
        """Whether the deliverable is what the form says, with the same file."""
        said = self.described()
        same = all(getattr(released, name) == getattr(said, name) for name in ("title", "summary", "version", "link"))
        return same and (released.file and released.file.sha256) == (said.file and said.file.sha256)


class ReasonForm(forms.Form):
    """Why a deliverable is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Everybody reads it on the page, also outside the coalition.")
    )


class ReleaseFilter(forms.Form):
    """What the public list may be narrowed by; a wrong part narrows nothing."""

    q = forms.CharField(label=_("Contains"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *DeliverableKind.choices])
    workgroup = forms.ModelChoiceField(
        Workgroup.objects.all(),
        label=_("Workgroup"),
        to_field_name="slug",
        required=False,
        empty_label=_("Any workgroup"),
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        required=False,
        choices=[("", _("Any licence")), *((one.value, _briefly(one)) for one in Licence)],
    )

    def narrow(self, deliverables: DeliverableQuerySet) -> DeliverableQuerySet:
        """Those that fit whatever was asked for; words are looked for in title and summary."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        words = asked.pop("q", None)
        found = deliverables.filter(**asked)
        return found.filter(Q(title__icontains=words) | Q(summary__icontains=words)) if words else found

    @property
    def is_narrowing(self) -> bool:
        """Whether anything usable was asked for."""
        self.is_valid()
        return any(self.cleaned_data.values())
