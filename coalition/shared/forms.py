"""What forms of every floor need."""

from typing import Any

from django import forms

from coalition.shared.errors import DomainError


class PlainText(forms.CharField):
    """A text of several lines that ends its lines in one way, as it was written or as a browser sends it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def show_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Show a verb's refusal at the field that it is about, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
