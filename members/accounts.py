"""How accounts are made and mailed: allauth, with the portal's own mail queue."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from members import outbox, permissions
from members.addresses import one_spelling
from members.fresh import is_fresh
from members.models.person import Reader
from members.second_step import has_one as has_second_step


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's hook for the project's own ways."""

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Put allauth's messages into the outbox, in our words: `emails/account/NAME.subject.txt` and `.words.txt`.

        Each is a message of its own, however often somebody asks for one; allauth limits how often that is.
        """
        name = PurePosixPath(template_prefix).name
        outbox.enqueue(
            email,
            template="account",
            context={**context, "email": email, "letter": f"emails/account/{name}"},
            kind="account",
            dedup=f"account:{name}:{uuid4().hex}",
        )

    def clean_email(self, email: str) -> str:
        """One spelling for one address: lower case, the domain in ASCII. Before the @ only ASCII is taken.

        Raises ValidationError for any other.
        """
        try:
            return one_spelling(super().clean_email(email))
        except ValueError as error:
            raise ValidationError(_("Enter a valid e-mail address.")) from error

    def is_login_by_code_required(self, login: Login) -> bool:
        """Whether a code is mailed after the password: to those without a second step, where the settings say so.

        Whoever signs up proves the address by a code anyway; and a second step is stronger than a mailed code.
        """
        if not settings.CODE_AFTER_PASSWORD or login.signup or login.user is None or has_second_step(login.user):
            return False
        return any(r["method"] == "password" for r in get_authentication_records(self.request, login.user)[-1:])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One rule of what is fresh for allauth's pages and ours.

        allauth lets those pass whom it has nothing to ask; we ask them to sign in again.
        """
        if is_fresh(self.request) or not super().is_reauthentication_required(app=app, **kwargs):
            return False
        if not super().get_reauthentication_methods(self.request.user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Reader) -> list[dict[str, Any]]:
        """By password or second step; for people who have neither, by signing in anew, whichever way they do."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        again = {"id": "again", "description": _("Sign in again"), "url": reverse("sign_in_again")}
        return methods or ([again] if user.is_authenticated else [])

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The dashboard; for people who are no members yet their application. A `next` comes before both."""
        if permissions.is_member(request.user):
            return str(super().get_login_redirect_url(request))
        return reverse("members:application")


def client_address(request: HttpRequest) -> str | None:
    """The network address that a request came from, behind as many proxies as the settings trust; None if unknown."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None
