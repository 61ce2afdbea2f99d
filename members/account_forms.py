"""Forms of the account, upon allauth's, where those take an address as it was typed."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """The code goes to the address as it is kept: allauth would mail it to one that only looks like it."""

    def clean_email(self) -> Any:
        self.cleaned_data["email"] = get_adapter().clean_email(self.cleaned_data["email"])
        return super().clean_email()


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Begins with the address that the link named, an invitation's, say, as allauth's form of sign-up does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.fields["login"].initial = self.request.GET.get("email", "")


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth ships no types
    """Takes as long for an address that has an account as for one that has none: either way a password is hashed."""

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
