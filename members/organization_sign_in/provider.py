"""allauth's OpenID Connect, with what it leaves out: the nonce, and the signature of the ID token."""

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from members.organization_sign_in import id_tokens

KEPT = ("sub", "email", "email_verified", "nonce")  # of what a provider tells; the rest is not our business


class OrganizationOAuth2Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """Believes the ID token by its signature, and what else the provider tells only of the same person."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Raises OAuth2Error, for which allauth shows its page, whenever anything is not as it should be."""
        config = self.openid_config
        try:
            claims = id_tokens.read(
                kwargs["response"].get("id_token") or "",
                keys=self._keys(config["jwks_uri"]),
                issuer=config["issuer"],
                client_id=app.client_id,
            )
            told = self._fetch_user_info(token.token)
            if told["sub"] != claims["sub"]:
                raise OAuth2Error("The provider told of somebody else.")
        except (id_tokens.Untrustworthy, KeyError, TypeError, AttributeError) as error:
            raise OAuth2Error(str(error)) from error
        return self.get_provider().sociallogin_from_response(request, {"userinfo": {**told, **claims}})

    def _keys(self, address: str) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
        return answer.json()


class OrganizationProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    """The provider of one organization."""

    oauth2_adapter_class = OrganizationOAuth2Adapter

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send along a nonce, which must come back in the ID token; it is kept with the state, in the session."""
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**self.get_auth_params(), **(kwargs.get("auth_params") or {}), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, *args, **kwargs, nonce=nonce)
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data["userinfo"].get(name) for name in KEPT}
