"""How accounts are made and mailed: allauth, with the portal's own mail queue."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The hook that allauth offers for the project's own ways."""
