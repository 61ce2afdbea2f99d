"""Forms of the ground floor."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from members.models import Person


class SignupForm(forms.Form):
    """What sign-up asks beyond address and password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: "Person") -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
