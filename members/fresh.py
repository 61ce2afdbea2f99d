"""A fresh sign-in: before what touches an account or binds an organization, people say once more that it is they.

`@fresh_sign_in` around a view asks whoever sends a form and signed in, or said so, longer ago than
`ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds. allauth shows its page, keeps the form meanwhile, and sends it afterwards.
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
READING = {"GET", "HEAD", "OPTIONS"}
ADMIN = "admin"  # the namespace of Django's admin
SIGNING_IN = {"login", "logout"}  # there


def fresh_sign_in(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Ask for a fresh sign-in before a form is taken. Put it inside `signed_in`, `members_only` and the like.

    Looking at the page is free. The form that was sent is kept (but for files), and taken after the sign-in; a form
    sent by htmx is answered by a whole page then.
    """

    @wraps(view)
    def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        check_fresh(request)
        return view(request, *args, **kwargs)

    return guarded


def check_fresh(request: HttpRequest) -> None:
    """Raise ReauthenticationRequired, which allauth answers, where a form comes after too long a time."""
    if request.method not in READING and not is_fresh(request):
        raise ReauthenticationRequired


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person signed in, or said again who they are, within the time that the settings give."""
    if not request.user.is_authenticated:
        return False
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    age = time.time() - max(moments, default=0)  # allauth notes the time so
    return bool(0 <= age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


class FreshSignInMiddleware:
    """Asks for a fresh sign-in before Django's admin changes anything; and sends htmx to whole pages of the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "htmx", None) and _leads_to_the_account(response):
            return HttpResponseClientRedirect(response["Location"])
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_name != ADMIN or match.url_name in SIGNING_IN or request.method in READING:
            return None
        if not request.user.is_authenticated or is_fresh(request):  # the admin leads visitors to sign in
            return None
        answer: HttpResponse = suspend_request(
            request, get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        )
        return answer


def _leads_to_the_account(response: HttpResponse) -> bool:
    accounts = reverse("account_login").removesuffix("login/")
    return response.status_code == HTTPStatus.FOUND and response["Location"].startswith(accounts)
