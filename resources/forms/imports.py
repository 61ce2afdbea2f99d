"""The forms of an import: the file, and which of its columns is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared import geography
from resources.forms.postings import DATE, SEVERITIES, TERMS
from resources.forms.types import TypeField
from resources.importing import files
from resources.importing.guessing import CHOSEN, SAME_IN_ALL
from resources.models import ImportBatch, Side

LABELS = {
    "type": gettext_lazy("What it is"),
    "quantity": gettext_lazy("Quantity"),
    "pack": gettext_lazy("Packed as"),
    "title": gettext_lazy("What exactly"),
    "description": gettext_lazy("Details"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "contact": gettext_lazy("Whom to call"),
    "explanation": gettext_lazy("Why words of money stay"),
    "terms": gettext_lazy("Terms"),
    "least_lot": gettext_lazy("Least quantity to give"),
    "available_from": gettext_lazy("Available from"),
    "available_until": gettext_lazy("Available until"),
    "expires_on": gettext_lazy("Goods expire"),
    "return_on": gettext_lazy("To be returned by"),
    "conditions": gettext_lazy("What the receiver must mind"),
    "severity": gettext_lazy("Severity"),
    "needed_by": gettext_lazy("Needed by"),
}
DAYS = [
    ("", gettext_lazy("2026-04-30")),
    ("mdy", gettext_lazy("4/30/2026, the month first")),
    ("dmy", gettext_lazy("30/4/2026 or 30.4.2026, the day first")),
]
NEEDED = ("type", "quantity")


class FileForm(forms.Form):
    """A file, and whether it holds offers or requests."""

    side = forms.ChoiceField(label=gettext_lazy("What is in it"), choices=Side.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("Give the file a shorter name."),
        },
        max_length=200,
        help_text=gettext_lazy(
            "CSV or xlsx; at most 10 MB, 10,000 rows and 100 columns. The first row names the columns."
        ),
    )

    def clean_file(self) -> Any:
        """Not a larger one than is read."""
        file = self.cleaned_data["file"]
        if file.size > files.largest():
            raise forms.ValidationError(files.too_large())
        return file

    def upload(self) -> files.Upload:
        """What is in the file; for a valid form. Raises Invalid."""
        return files.read(self.cleaned_data["file"].read())


class ColumnsForm(forms.Form):
    """For each field the column that says it, or what is the same in every row."""

    def __init__(self, data: Any = None, *, batch: ImportBatch, begun: dict[str, Any]) -> None:
        super().__init__(data)
        self.names = CHOSEN[Side(batch.side)]
        choices = [("", _("Not in the file")), *((column, column) for column in batch.columns)]
        for name in self.names:
            initial = begun["columns"].get(name, [""])[0]
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], choices=choices, required=name in NEEDED, initial=initial
            )
            self.fields[name].error_messages["required"] = _("Choose the column that says this.")
            if name in SAME_IN_ALL:
                self.fields[f"same_{name}"] = _same(name, initial=begun["values"].get(name, ""))
        self.fields["key"] = forms.MultipleChoiceField(
            label=_("Columns that together tell one row from all others"),
            choices=choices[1:],
            required=False,
            initial=begun["columns"].get("key", []),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Such as a number of yours. The same row is then known again, also if its quantity changed."),
        )
        self.fields["days"] = forms.ChoiceField(
            label=_("How days are written"), choices=DAYS, required=False, initial=begun.get("days", "")
        )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each field's column, with what is the same in every row where that may be given."""
        return [(self[name], self[f"same_{name}"] if name in SAME_IN_ALL else None) for name in self.names]

    def chosen(self) -> dict[str, Any]:
        """The choices in the shape of `ImportBatch.mapping`; for a valid form."""
        data = self.cleaned_data
        columns = {name: [data[name]] for name in self.names if data[name]}
        if data["key"]:
            columns["key"] = data["key"]
        same = {name: str(data[f"same_{name}"] or "") for name in self.names if name in SAME_IN_ALL}
        values = {name: text for name, text in same.items() if text and name not in columns}
        return {"columns": columns, "values": values, "days": data["days"]}


class MeaningForm(forms.Form):
    """For which type a word of the file stands, and how many of its units one is."""

    word = forms.CharField(widget=forms.HiddenInput, max_length=files.LONGEST_CELL)
    slug = TypeField(label=gettext_lazy("Is this type"))
    factor = forms.IntegerField(label=gettext_lazy("One of it is so many units"), min_value=1, initial=1)


class ReplaceForm(forms.Form):
    """What to write for a text, in one column of all rows with errors."""

    column = forms.CharField(widget=forms.HiddenInput, strip=False)
    old = forms.CharField(widget=forms.HiddenInput, strip=False, required=False)
    new = forms.CharField(label=gettext_lazy("Write instead"), max_length=files.LONGEST_CELL, required=False)


def _same(name: str, *, initial: str) -> forms.Field:
    label = _("%(field)s, the same in all rows") % {"field": LABELS[name]}
    some: dict[str, Any] = {
        "state": geography.STATE_CHOICES,
        "terms": TERMS,
        "severity": SEVERITIES,
    }
    if name in some:
        choices = [("", "–"), *some[name]]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)
    if name == "needed_by":
        return forms.DateField(label=label, required=False, initial=initial, widget=DATE)
    return forms.CharField(label=label, required=False, initial=initial, max_length=80 if name == "city" else 200)
