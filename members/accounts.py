"""How accounts are made and mailed: allauth, with the portal's own mail queue."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The hook that allauth offers for the project's own ways."""


def client_address(request: HttpRequest) -> str | None:
    """The network address that a request came from, behind as many proxies as the settings trust; None if unknown."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None
