"""Forms of passkeys, upon allauth's."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

NONSENSE = (AttributeError, IndexError, KeyError, TypeError, ValueError)  # what fido2 raises at what no browser sends


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey signs in alone, unless one says otherwise: then it is a second step after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=80, required=False, help_text=_("So that you know it again, such as “Laptop”.")
        )
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("Take this off for a key that has no PIN, fingerprint or face.")
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = super().clean()
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_passkey") from error
        return data


class _Asked:
    """A passkey that is shown; nonsense in its place is a wrong one."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form beside it
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_passkey") from error


class AuthenticatePasskeyForm(_Asked, allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """As the second step."""


class LoginPasskeyForm(_Asked, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Alone."""


class ReauthenticatePasskeyForm(_Asked, allauth_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Once more."""


class RenamePasskeyForm(allauth_forms.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=80)
