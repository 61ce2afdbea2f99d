"""What forms of every floor need."""

import secrets
from collections.abc import Callable
from typing import Any, TypedDict, TypeVar, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared import money
from coalition.shared.errors import MONEY, DomainError

Row = TypeVar("Row", bound=Model)


class PlainText(forms.CharField):
    """A text of several lines that ends its lines in one way, as it was written or as a browser sends it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def new_key() -> str:
    """A key for a form that is shown."""
    return secrets.token_urlsafe(12)


class Mark(TypedDict, total=False):
    """What tells a form that is sent twice from two forms."""

    source_key: str


class Explained(TypedDict, total=False):
    """What says why words of money stay."""

    explanation: str


class OnceForm(forms.Form):
    """A form that posts once, however often it is sent: it carries a key, which the verb keeps with what it posts."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_key)

    def mark(self) -> Mark:
        """The key of this form, as a verb takes it."""
        key = self.cleaned_data.get("key")
        return {"source_key": f"form:{key}"} if key else {}

    def refused(self, refusal: DomainError, rows: "QuerySet[Row]", *, says_it: Callable[[Row], bool]) -> Row | None:
        """Show the verb's refusal, unless this very form has posted one of the `rows` before, which is then given.

        Where that one does not say what the form says now, the form tells that it may be sent again.
        """
        mark = self.mark()
        posted = rows.filter(**mark).first() if mark else None
        if posted is None:
            show_refusal(self, refusal)
        elif not says_it(posted):
            self.begin_another()
            return None
        return posted

    def begin_another(self) -> None:
        """Say that this form was posted before with something else in it; sent again, it is posted as well."""
        data = cast(QueryDict, self.data).copy()
        data["key"] = new_key()
        self.data = data
        self.errors.clear()
        self.add_error(
            None, _("You posted this form before, with something else in it. Send it again to post this as well.")
        )


class ExplainedForm(forms.Form):
    """A form whose texts may be held up for speaking of money. It then asks, below the text, why that stays.

    The page puts the question in by itself, wherever it shows its fields by `components/field.html`.
    """

    explanation = PlainText(
        label=gettext_lazy("Why this stays"),
        required=False,
        max_length=money.LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In a sentence. The admins read it, with the passage. Or mend the text above."),
    )
    held_up: tuple[str, ...] = ()

    def explained(self) -> Explained:
        """What the person says about it, as a verb takes it; for a valid form."""
        given = self.cleaned_data.get("explanation", "")
        return {"explanation": given} if given else {}

    def visible_fields(self) -> list[forms.BoundField]:
        """Those that the form is about; the question is no part of it."""
        return [field for field in super().visible_fields() if field.name != "explanation"]

    @property
    def explains_at(self) -> str:
        """The name of the field below which to ask; "" where there is nothing to explain."""
        names = [field.name for field in self.visible_fields()]
        if self.held_up:
            return next((name for name in names if name in self.held_up), names[-1])
        if not self.is_bound or not self["explanation"].data:
            return ""
        typed = ((name, self[name].data) for name in names)  # it is shown again because of something else
        return next((name for name, text in typed if isinstance(text, str) and money.passages(text)), "")


def show_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Show a verb's refusal at the field that it is about, else above the form."""
    for field, sentence in (refusal.at_fields or {"": refusal.message}).items():
        form.add_error(field if field in form.fields else None, str(sentence))
    if isinstance(form, ExplainedForm) and refusal.code == MONEY:
        form.held_up = tuple(refusal.at_fields)
