"""The pages of signing in by an organization: say one's address, go to its provider, come back."""

from http import HTTPStatus
from typing import cast

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from members.identity_providers import provider_for
from members.models import IdentityProvider
from members.organization_sign_in.provider import OrganizationOAuth2Adapter

BROKEN = (RequestException, KeyError, ValueError, TypeError)  # a provider that is away, or talks nonsense


class AddressForm(forms.Form):
    """Which organization it is follows from the address."""

    email = forms.EmailField(
        label=gettext_lazy("Your work address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and lead to the provider that speaks for it."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and not ratelimit.consume(request, action="login"):
        return cast(HttpResponse, ratelimit.respond_429(request))
    if form.is_valid():
        provider = provider_for(form.cleaned_data["email"])
        if provider:
            return _lead(request, provider, form.cleaned_data["email"])
        form.add_error(
            "email", _("No organization signs in here for this address. Use your password, or a mailed code.")
        )
    context = {"form": form, "next": get_next_redirect_url(request)}
    return render(request, "socialaccount/organization.html", context, status=422 if form.errors else 200)


@require_safe
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """One says one's address first, whichever provider it is; so no address here tells whether there is one."""
    return redirect("organization_sign_in")


@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The provider sends the person back with a code, for which allauth asks it who they are."""
    try:
        view = OAuth2CallbackView.adapter_view(OrganizationOAuth2Adapter(request, provider_id))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except BROKEN:
        return _silent(request)
    return answer


def _lead(request: HttpRequest, provider: IdentityProvider, address: str) -> HttpResponse:
    """A page that goes on to the provider. A redirect would not do: the content policy lets no form lead elsewhere."""
    try:
        there = get_adapter().get_provider(request, provider=provider.app.provider_id)
        params = {"login_hint": address}
        target = there.redirect(request, "login", next_url=get_next_redirect_url(request), auth_params=params)
    except BROKEN:
        return _silent(request)
    if "Location" not in target:
        return _silent(request)
    page = render(request, "socialaccount/onward.html", {"target": target["Location"], "to": provider.organization})
    page["Refresh"] = f"0; url={target['Location']}"
    return page


def _silent(request: HttpRequest) -> HttpResponse:
    refusal = _(
        "Your organization’s sign-in does not answer as it should. Try again in a while, or sign in another way."
    )
    return render(
        request, "socialaccount/authentication_error.html", {"refusal": refusal}, status=HTTPStatus.BAD_GATEWAY
    )
