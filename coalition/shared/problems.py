"""Every error of the API as problem details (RFC 9457), whoever found it: a verb, a serializer, DRF or Django.

`type` names one of a few kinds for good, and leads to its description; `code` is the exact word of the case; `errors`
lists what is wrong with the input, each with a JSON pointer into the body or the name of a query parameter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch, wraps
from http import HTTPStatus
from math import ceil
from typing import Any

from django.conf import settings
from django.core import exceptions as django
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.request import Request
from rest_framework.views import set_rollback

from coalition.shared.errors import DomainError
from coalition.shared.problem_kinds import KINDS, Kind

CONTENT_TYPE = "application/problem+json"
API_PREFIX = "/api/"


class BadParameters(drf.ValidationError):
    """The query string of a request is wrong; its detail is keyed by the names of parameters."""


@dataclass(frozen=True)
class Problem:
    """One problem as it occurred."""

    kind: Kind
    detail: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self, request: HttpRequest | Request) -> HttpResponse:
        """The response; `instance` is the path that was asked for. Facts never hide a standard member."""
        body = {
            **self.facts,
            "type": f"{settings.SITE_URL}{reverse('api-problems')}#{self.kind.name}",
            "title": str(self.kind.title),
            "status": self.kind.status.value,
            "detail": self.detail,
            "instance": request.path,
            "code": self.code,
        }
        return JsonResponse(body, status=self.kind.status, content_type=CONTENT_TYPE, headers=self.headers)


def problem(status: int, detail: str = "", *, code: str = "", facts: Mapping[str, Any] | None = None) -> Problem:
    """A problem of the kind that goes with the status; one that has no kind of its own is told as its nearest."""
    kind = KINDS.get(HTTPStatus(status)) or KINDS[HTTPStatus.BAD_REQUEST if status < 500 else HTTPStatus(500)]
    return Problem(kind, detail or str(kind.remedy), code or kind.name.replace("-", "_"), facts or {})


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's hook. None for what nobody foresaw: Django logs that and calls `server_error`."""
    found = problem_of(error)
    if found is None:
        return None
    set_rollback()
    return found.answer(context["request"])


@singledispatch
def problem_of(error: Exception) -> Problem | None:
    """What an exception means to a client of the API, or None where it is a fault of ours."""
    return None


@problem_of.register
def _of_domain_error(error: DomainError) -> Problem:
    facts = dict(error.facts)
    if error.at_fields:
        facts["errors"] = [
            {"pointer": f"#/{field}", "detail": str(sentence), "code": error.code}
            for field, sentence in error.at_fields.items()
        ]
    return problem(error.status, str(error), code=error.code, facts=facts)


@problem_of.register
def _of_model_validation(error: django.ValidationError) -> Problem:
    """A verb let the model check a row, and it did not pass."""
    return problem(422, _invalid_sentence(), code="invalid", facts={"errors": list(_model_errors(error))})


@problem_of.register
def _of_body(error: drf.ValidationError) -> Problem:
    errors = [{"pointer": pointer, **rest} for pointer, rest in _leaves(error.detail, "#")]
    return problem(422, _invalid_sentence(), code="invalid", facts={"errors": errors})


@problem_of.register
def _of_parameters(error: BadParameters) -> Problem:
    errors = [{"parameter": pointer.split("/")[1], **rest} for pointer, rest in _leaves(error.detail, "#")]
    return problem(400, _("Some query parameters cannot be used."), code="bad_parameters", facts={"errors": errors})


@problem_of.register
def _of_api_exception(error: drf.APIException) -> Problem:
    found = problem(error.status_code, str(error.detail), code=str(error.get_codes()))
    header, wait = getattr(error, "auth_header", None), getattr(error, "wait", None)  # DRF sets them on the way
    if header:
        found.headers["WWW-Authenticate"] = header
    if wait is not None:
        found.headers["Retry-After"] = str(ceil(wait))
    return found


@problem_of.register
def _of_not_found(error: Http404 | drf.NotFound) -> Problem:
    return problem(404)


@problem_of.register
def _of_refusal(error: django.PermissionDenied) -> Problem:
    return problem(403, str(error))


@problem_of.register
def _of_suspicion(error: django.SuspiciousOperation | django.BadRequest) -> Problem:
    return problem(413 if isinstance(error, django.RequestDataTooBig) else 400)


def or_page(status: int, page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make one of Django's error views answer problem details under /api/, and its page anywhere else."""

    @wraps(page)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.path.startswith(API_PREFIX):
            return problem(status).answer(request)
        return page(request, *args, **kwargs)

    return view


def _invalid_sentence() -> str:
    return _("Some of what you sent cannot be accepted.")


def _leaves(detail: Any, pointer: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each message of DRF's nested errors with the JSON pointer (RFC 6901, as a URI fragment) of its value."""
    if isinstance(detail, Mapping):
        for name, below in detail.items():
            here = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _leaves(below, pointer + here)
    elif isinstance(detail, list | tuple):
        for place, below in enumerate(detail):
            nested = isinstance(below, Mapping | list | tuple)
            yield from _leaves(below, f"{pointer}/{place}" if nested else pointer)
    else:
        yield pointer, {"detail": str(detail), "code": getattr(detail, "code", "invalid")}


def _model_errors(error: django.ValidationError) -> Iterator[dict[str, str]]:
    fields = error.error_dict if hasattr(error, "error_dict") else {django.NON_FIELD_ERRORS: error.error_list}
    for name, problems in fields.items():
        pointer = "#" if name == django.NON_FIELD_ERRORS else f"#/{name}"
        for one in problems:
            yield {"pointer": pointer, "detail": " ".join(one.messages), "code": str(one.code or "invalid")}
