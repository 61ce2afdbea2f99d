"""What the portal does for every request, whatever app answers it."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import bad_request

from coalition.shared.errors import DomainError, NotAllowed
from coalition.shared.problems import API_PREFIX, or_page

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadableMiddleware:
    """Answers 400 to what nobody can read: a charset that is none, or an address of a page that is none.

    Stands where the headers of the content policy are still added, and before anything looks into the request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get("portal.unknown_charset") or not _is_address(request.META.get("HTTP_HX_CURRENT_URL", "")):
            return or_page(HTTPStatus.BAD_REQUEST, bad_request)(request, BadRequest())
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


class DomainErrorMiddleware:
    """Answers a verb's refusal that a view did not handle itself: the sentence, a fitting status, and a way on.

    What was opened as a page and is an act, or the other way round, is explained, too.
    Also tells caches that pages and their fragments differ by the header that htmx sends.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not request.path.startswith(API_PREFIX):
            response = _explained(request, response)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):  # such as a null character, which PostgreSQL cannot hold
            return bad_request(request, exception)
        if not isinstance(exception, DomainError):
            return None
        return render(request, "refused.html", {"error": exception}, status=exception.status)


def _explained(request: HttpRequest, refusal: HttpResponseNotAllowed) -> HttpResponse:
    """Django's bare answer 405 as a page of ours, which still names the methods that are allowed."""
    context = {"is_act": request.method in {"GET", "HEAD"}}
    page = render(request, "405.html", context, status=refusal.status_code)
    page["Allow"] = refusal["Allow"]
    return page


def back(request: HttpRequest, fallback: str) -> HttpResponse:
    """Redirect to the form's own `next`, if it stays on this site, else to `fallback` (a path or URL name)."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(target)  # an address, never looked up as the name of one
    return redirect(fallback)


def refuse(request: HttpRequest, error: DomainError, fallback: str) -> HttpResponse:
    """Say a verb's refusal as a message on the page that the person came from.

    Who may not do it at all was not offered it: that refusal is raised on, and answers 403.
    """
    if isinstance(error, NotAllowed):
        raise error
    messages.error(request, str(error))
    return back(request, fallback)
