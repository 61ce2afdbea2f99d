"""What forms of every floor need."""

import secrets
from typing import Any, TypedDict, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from coalition.shared.errors import DomainError


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


class OnceForm(forms.Form):
    """A form that posts once, however often it is sent: it carries a key, which the verb keeps with what it posts."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_key)

    def mark(self) -> Mark:
        """The key of this form, as a verb takes it."""
        key = self.cleaned_data.get("key")
        return {"source_key": f"form:{key}"} if key else {}

    def begin_another(self) -> None:
        """Say that this form was posted before with something else in it; sent again, it is posted as well."""
        data = cast(QueryDict, self.data).copy()
        data["key"] = new_key()
        self.data = data
        self.errors.clear()
        self.add_error(
            None, _("You posted this form before, with something else in it. Send it again to post this as well.")
        )


def show_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Show a verb's refusal at the field that it is about, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
