"""Every error of the API is a problem (RFC 9457), whoever found it."""

import json
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from rest_framework import exceptions as drf
from rest_framework.test import APIClient

from coalition import urls
from coalition.shared.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAllowed
from coalition.shared.problem_kinds import KINDS
from coalition.shared.problems import BadParameters, problem_of
from members.models import Person
from tests.api.conftest import SystemOf, problem

KNOWN: list[tuple[Exception, int, str]] = [
    (DomainError("no"), 400, "refused"),
    (NotAllowed(), 403, "not_allowed"),
    (Conflict("no", code="too_few"), 409, "too_few"),
    (IllegalTransition("no"), 409, "illegal_transition"),
    (Invalid("no", field="quantity"), 422, "invalid"),
    (ValidationError({"name": ["no"]}), 422, "invalid"),
    (ValidationError("no"), 422, "invalid"),
    (drf.ValidationError({"a": ["no"]}), 422, "invalid"),
    (BadParameters({"state": ["no"]}), 400, "bad_parameters"),
    (drf.ParseError("no"), 400, "parse_error"),
    (drf.NotAuthenticated(), 401, "not_authenticated"),
    (drf.AuthenticationFailed("no", "token_expired"), 401, "token_expired"),
    (drf.PermissionDenied("no", "not_a_member"), 403, "not_a_member"),
    (drf.NotFound(), 404, "not_found"),
    (Http404(), 404, "not_found"),
    (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    (drf.NotAcceptable(), 406, "not_acceptable"),
    (drf.UnsupportedMediaType("text/plain"), 415, "unsupported_media_type"),
    (drf.Throttled(wait=6.2), 429, "throttled"),
    (PermissionDenied("no"), 403, "forbidden"),
    (SuspiciousOperation("no"), 400, "malformed"),
    (BadRequest("no"), 400, "malformed"),
    (RequestDataTooBig("no"), 413, "too_large"),
]


def body_of(error: Exception) -> dict[str, Any]:
    """The problem details that the error becomes."""
    found = problem_of(error)
    assert found is not None
    answer: dict[str, Any] = json.loads(found.answer(RequestFactory().get("/api/v1/offers")).content)
    return answer


@pytest.mark.parametrize(("error", "status", "code"), KNOWN, ids=lambda value: type(value).__name__)
def test_each_error_has_its_status_and_code(error: Exception, status: int, code: str) -> None:
    body = body_of(error)
    assert (body["status"], body["code"], body["instance"]) == (status, code, "/api/v1/offers")
    assert body["type"].partition("/api/problems/#")[2] in {kind.name for kind in KINDS.values()}
    assert body["title"] == str(KINDS[status].title)  # type: ignore[index]  # an HTTPStatus is an int
    assert body["detail"]


def test_a_fault_of_ours_is_no_problem_of_the_clients() -> None:
    assert problem_of(ValueError("a bug")) is None


def test_a_refusal_brings_the_facts_of_the_case() -> None:
    body = body_of(Conflict(gettext_lazy("Too few."), code="too_few", field="quantity", open=12))
    assert body["open"] == 12
    assert body["detail"] == "Too few."
    assert body["errors"] == [{"pointer": "#/quantity", "detail": "Too few.", "code": "too_few"}]


def test_facts_never_hide_the_standard_members() -> None:
    body = body_of(Conflict("Too few.", status="mine", title="mine", type="mine"))
    assert (body["status"], body["title"]) == (409, "Not as things stand now")
    assert body["type"].endswith("/api/problems/#conflict")


def test_each_wrong_value_is_pointed_at() -> None:
    nested = drf.ValidationError(
        {
            "quantity": ["Too large."],
            "lines": {2: ["Bad."]},
            "steps": [{}, {"due/on": ["No date."]}],
            "non_field_errors": ["As a whole."],
        }
    )
    assert [(error["pointer"], error["detail"]) for error in body_of(nested)["errors"]] == [
        ("#/quantity", "Too large."),
        ("#/lines/2", "Bad."),
        ("#/steps/1/due~1on", "No date."),
        ("#", "As a whole."),
    ]


def test_a_models_validation_is_pointed_at_as_well() -> None:
    errors = body_of(ValidationError({"name": ValidationError("Too long.", code="max_length"), "__all__": ["No."]}))
    assert errors["errors"] == [
        {"pointer": "#/name", "detail": "Too long.", "code": "max_length"},
        {"pointer": "#", "detail": "No.", "code": "invalid"},
    ]


def test_a_wrong_parameter_is_named() -> None:
    errors = body_of(BadParameters({"state": [drf.ErrorDetail("No such state.", "invalid_choice")]}))["errors"]
    assert errors == [{"parameter": "state", "detail": "No such state.", "code": "invalid_choice"}]


def test_a_throttled_client_is_told_how_long_to_wait() -> None:
    found = problem_of(drf.Throttled(wait=6.2))
    assert found is not None
    assert found.answer(RequestFactory().get("/api/"))["Retry-After"] == "7"


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/nothing", "/api/v2/offers", "/api/v1/offers/x", "/api/%00", "/api/ü"]
)
def test_an_unknown_address_under_api_is_a_problem(client: Client, address: str) -> None:
    for method in (client.get, client.post, client.delete):
        problem(method(address), 404, "not_found")


def test_an_unknown_address_elsewhere_is_a_page(client: Client, db: None) -> None:
    response = client.get("/nothing")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/api/v1/offers/", "/api/v1/offers"),
        ("/api/v1/offers/7/?page_size=3&x=%C3%BC", "/api/v1/offers/7?page_size=3&x=%C3%BC"),
        ("/api/v1", "/api/v1/"),
        ("/api/docs", "/api/docs/"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_what_was_meant(client: Client, asked: str, meant: str) -> None:
    for method in (client.get, client.post):
        response = method(asked)
        assert (response.status_code, response["Location"]) == (308, meant)


def test_a_method_that_is_not_offered(system_of: SystemOf, rita: Person) -> None:
    response = system_of(rita).put("/api/v1/offers", {}, format="json")
    problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_format_that_is_not_offered(system_of: SystemOf, rita: Person) -> None:
    problem(system_of(rita).get("/api/v1/offers", headers={"Accept": "text/html"}), 406, "not_acceptable")


def test_a_body_that_is_no_json(system_of: SystemOf, rita: Person) -> None:
    system = system_of(rita)
    for body in ("{", "[" * 100_000, '{"title": "\\ud800"}', "NaN", '{"quantity": 1e400}', b"\xff"):
        problem(system.post("/api/v1/offers", body, content_type="application/json"), 400, "no_json")


@pytest.mark.parametrize("body", ["[]", "null", "1", '"text"', "true"])
def test_a_body_that_is_json_but_no_object(system_of: SystemOf, rita: Person, body: str) -> None:
    answer = problem(system_of(rita).post("/api/v1/offers", body, content_type="application/json"), 422, "invalid")
    assert [error["pointer"] for error in answer["errors"]] == ["#"]


def test_a_body_of_another_kind(system_of: SystemOf, rita: Person) -> None:
    system = system_of(rita)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"):
        problem(system.post("/api/v1/offers", "a=b", content_type=kind), 415, "unsupported_media_type")


def test_a_body_that_is_too_large(system_of: SystemOf, rita: Person) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = system_of(rita).post("/api/v1/offers", {"title": "x" * 200}, format="json")
    problem(answer, 413, "too_large")


def test_a_wrong_host_is_a_problem(client: Client) -> None:
    problem(client.get("/api/v1/offers", headers={"Host": "evil.example"}), 400, "malformed")


def test_a_fault_of_ours_is_a_problem_under_api_and_a_page_elsewhere(db: None) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    urlconf: Any = ModuleType("broken_urls")
    urlconf.urlpatterns = [path("api/broken", broken), path("broken", broken), *urls.urlpatterns]
    urlconf.handler500 = urls.handler500
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=urlconf):
        body = problem(client.get("/api/broken"), 500, "server")
        page = client.get("/broken")
    assert "division" not in json.dumps(body)
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (500, "text/html")


def test_the_type_of_every_problem_leads_to_its_description(client: Client, db: None) -> None:
    page = client.get(reverse("api-problems")).content.decode()
    for kind in KINDS.values():
        assert f'id="{kind.name}"' in page
        assert str(kind.remedy) in page.replace("&#x27;", "'").replace("&quot;", '"')


def test_a_problem_says_nothing_of_what_one_may_not_see(system_of: SystemOf, rita: Person) -> None:
    unseen = APIClient().get("/api/v1/offers/7")
    problem(unseen, 401, "not_authenticated")
    problem(system_of(rita).get("/api/v1/offers/7"), 404, "not_found")


def test_what_is_not_known_here_is_told_as_its_nearest_kind() -> None:
    unknown = DomainError("Locked.")
    unknown.status = 423
    assert (body_of(unknown)["status"], body_of(unknown)["detail"]) == (400, "Locked.")
