"""How accounts are made and mailed: allauth, with the portal's own mail queue."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from members import domains, outbox, permissions


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

        Raises ValidationError when the domain cannot be written in ASCII.
        """
        account, _at, domain = super().clean_email(email).rpartition("@")
        try:
            return f"{account}@{domains.to_ascii(domain)}".lower()
        except ValueError as error:
            raise ValidationError(_("Enter a valid e-mail address.")) from error

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
