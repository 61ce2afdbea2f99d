"""The forms of updates and decisions."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from coalition.shared.forms import ExplainedForm, OnceForm, PlainText
from coalition.shared.uploads import Upload
from projects.files.fields import InspectedFiles
from projects.forms import DAY
from projects.models import Attachment, Update, Workgroup
from projects.models.update import UpdateQuerySet
from projects.versioned_forms import VersionedForm

LABELS = {"title": _("In a sentence"), "text": _("Text"), "decided_on": _("Decided on")}
Files = MultiValueDict[str, Upload]


class UpdateTextForm(ExplainedForm, forms.ModelForm[Update]):
    """What an update says."""

    class Meta:
        model = Update
        fields = ["title", "text", "decided_on"]
        field_classes = {"text": PlainText}
        labels = LABELS
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "decided_on": DAY}
        help_texts = {
            "title": _("What is new, or what was decided."),
            "text": _("Markdown: headings, lists, links and tables."),
            "decided_on": _("Only if this is a decision: it is then listed among the decisions of the coalition."),
        }


class UpdateForm(OnceForm, UpdateTextForm):
    """An update, new, with its files."""

    def __init__(self, data: QueryDict | None, files: Files | None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["files"] = InspectedFiles(label=_("Pictures and files"), most=settings.FILES_PER_POST)

    def to_post(self) -> dict[str, Any]:
        """What the verb is given; for a valid form."""
        return {**{name: value for name, value in self.cleaned_data.items() if name != "key"}, **self.mark()}

    def posts(self, posted: Update) -> bool:
        """Whether the update says what the form says, with the same files."""
        said = self.cleaned_data
        texts = all(getattr(posted, name) == said[name] for name in self._meta.fields or ())
        return texts and [row.sha256 for row in posted.attachments.all()] == [file.sha256 for file in said["files"]]


class UpdateEditForm(VersionedForm, UpdateTextForm):
    """An update as it is changed; see `UpdateFilesForm` for its files."""

    class Meta(UpdateTextForm.Meta):
        pass


class UpdateFilesForm(forms.Form):
    """The files of an update: described, taken off, and further ones added."""

    def __init__(self, data: QueryDict | None, files: Files | None, *, update: Update) -> None:
        super().__init__(data, files)
        self.standing = list(update.attachments.filter(removed_at__isnull=True))
        for row in self.standing:
            self.fields[f"words-{row.pk}"] = forms.CharField(
                label=_("What it shows"), max_length=300, required=False, initial=row.description
            )
            self.fields[f"off-{row.pk}"] = forms.BooleanField(label=_("Take it off"), required=False)
        self.fields["files"] = InspectedFiles(label=_("Further pictures and files"), most=settings.FILES_PER_POST)

    @property
    def rows(self) -> list[tuple[Attachment, forms.BoundField, forms.BoundField]]:
        """Each file with the fields that are about it."""
        return [(row, self[f"words-{row.pk}"], self[f"off-{row.pk}"]) for row in self.standing]

    def asked(self) -> dict[str, Any]:
        """What the verb is asked for; for a valid form."""
        chosen = self.cleaned_data
        return {
            "files": chosen["files"],
            "take_off": [row for row in self.standing if chosen[f"off-{row.pk}"]],
            "descriptions": {row.pk: chosen[f"words-{row.pk}"] for row in self.standing},
        }


class WithdrawForm(forms.Form):
    """Why an update is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Every member reads it where the post stood.")
    )


class DecisionFilter(forms.Form):
    """What the list of decisions may be narrowed by; a wrong part narrows nothing."""

    q = forms.CharField(label=_("Decision contains"), required=False, max_length=200)
    workgroup = forms.ModelChoiceField(
        Workgroup.objects.all(),
        label=_("Workgroup"),
        to_field_name="slug",
        required=False,
        empty_label=_("Any workgroup"),
    )
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("To"), required=False, widget=DAY)
    project = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def narrow(self, decisions: UpdateQuerySet) -> UpdateQuerySet:
        """The decisions that fit whatever was asked for."""
        self.is_valid()
        names = {
            "q": "title__icontains",
            "workgroup": "workgroup",
            "since": "decided_on__gte",
            "until": "decided_on__lte",
            "project": "project",
        }
        asked = {names[name]: value for name, value in self.cleaned_data.items() if value}
        return decisions.filter(**asked)

    @property
    def is_narrowing(self) -> bool:
        """Whether anything usable was asked for."""
        self.is_valid()
        return any(self.cleaned_data.values())


def files_of(request: Any) -> Files | None:
    """The files of a form that was sent, None where none was."""
    return cast(Files, request.FILES) if request.method == "POST" else None
