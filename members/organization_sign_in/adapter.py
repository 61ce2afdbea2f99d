"""Whom an organization's identity provider may sign in."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.identity_providers import may_assert
from members.models import Person


class OrganizationSignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's hook: a provider speaks for the addresses at its organization's domains, and for no other.

    It opens an account, never the coalition: that needs an application or an organization that takes the person in.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whatever the provider may not say, before anything comes of it."""
        refusal = _refusal(sociallogin)
        if refusal:
            page = render(request, "socialaccount/authentication_error.html", {"refusal": refusal}, status=403)
            raise ImmediateHttpResponse(page)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """An account with the address is the same person's: the provider was verified to know them."""
        return may_assert(login.provider.app, email)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """A new person, named as the provider names them; failing that, by the part of the address before the @."""
        person: Person = sociallogin.user
        person.email = _clean(str(data.get("email") or "")) or ""
        names = (data.get("name"), f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip())
        name = next((name for name in names if name and isinstance(name, str)), person.email.partition("@")[0])
        person.name = name.replace("\x00", "")[:120]
        return person


def _refusal(login: SocialLogin) -> str | Promise | None:
    told = login.account.extra_data
    if not constant_time_compare(str(told.get("nonce")), str(login.state.get("nonce"))):
        return _("This answer belongs to another attempt to sign in. Start again.")
    if told.get("email_verified") not in {True, "true"}:
        return _("Your organization has not confirmed your e-mail address. Ask those who look after its sign-in.")
    address = told.get("email")
    if not isinstance(address, str) or _clean(address) is None or not may_assert(login.provider.app, address):
        return _("Your organization’s sign-in may not speak for this e-mail address.")
    return None


def _clean(address: str) -> str | None:
    try:
        return str(get_account_adapter().clean_email(address))
    except ValidationError:
        return None
