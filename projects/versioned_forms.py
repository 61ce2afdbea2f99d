"""Forms upon a row that somebody else may save meanwhile: what both wrote is merged, and shown where it clashes."""

from dataclasses import dataclass
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from coalition.shared.differences import Line, Passage, compared, rewritten
from projects.models import Milestone, Project, Update

Versioned = Project | Milestone | Update


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people gave different values.

    Both as lines, each marked by whether the other has it; and how theirs becomes yours, word by word.
    """

    label: str
    theirs: list[Line]
    yours: list[Line]
    difference: list[Passage]

    @classmethod
    def between(cls, theirs: forms.BoundField, yours: forms.BoundField) -> "Clash":
        """The clash of two bound fields, told in the words of their choices."""
        saved, written = _words(theirs), _words(yours)
        return cls(str(yours.label), *compared(saved, written), rewritten(saved, written))


def _values(field: forms.BoundField) -> list[str]:
    """The field's value as a browser would send it."""
    value = field.value()
    values = value if isinstance(value, (list, tuple)) else ["" if value is None else value]
    return [_plain(each) for each in values]


def _plain(value: Any) -> str:
    return str(value).replace("\r\n", "\n")


def _words(field: forms.BoundField) -> str:
    """The field's value as a person reads it."""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return "\n".join(_values(field))
    labels = {str(value): str(label) for value, label in choices}
    return "\n".join(labels.get(value, value) for value in _values(field))


class VersionedForm(forms.ModelForm[Any]):
    """A form that remembers what its person saw of a row.

    Each field carries its first value along. So only what the person changed is handed to the verb; and when somebody
    else has saved meanwhile, the two are merged, and shown where both changed the same field.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, row: Versioned) -> None:
        self.row = row
        names = self.Meta.fields  # type: ignore[attr-defined]  # each form below has one
        super().__init__(data, initial={**forms.model_to_dict(row, names), "version": row.version})
        for name in names:
            self.fields[name].show_hidden_initial = True

    def first_values(self) -> list[SafeString]:
        """Hidden inputs with what the person saw when the form was opened."""
        return [field.as_hidden(only_initial=True) for field in self if field.field.show_hidden_initial]

    def changes(self) -> dict[str, Any]:
        """What the person changed, by field; for a valid form."""
        return {name: self.cleaned_data[name] for name in self._changed()}

    def upon(self, row: Versioned) -> Self:
        """The same form upon the row as it stands now: what the person changed is kept, all else is taken over."""
        data = cast(QueryDict, self.data).copy()
        for field in type(self)(row=row):
            values = _values(field)
            data.setlist(field.html_initial_name, values)
            if field.name == "version" or field.name not in self.changed_data:
                data.setlist(field.html_name, values)
        return type(self)(data, row=row)

    def clashes(self, row: Versioned) -> list[Clash]:
        """The fields that both the person and somebody else have changed, to different values."""
        now = type(self)(row=row)
        changed = [(now[name], self[name]) for name in self._changed()]
        return [
            Clash.between(theirs, yours)
            for theirs, yours in changed
            if _values(theirs) not in (_values(yours), self._seen(yours))
        ]

    def _changed(self) -> list[str]:
        """The fields of the row that the person changed; the form may ask for more about the edit itself."""
        return [name for name in self.changed_data if self.fields[name].show_hidden_initial]

    def _seen(self, field: forms.BoundField) -> list[str]:
        return [_plain(value) for value in cast(QueryDict, self.data).getlist(field.html_initial_name)]
