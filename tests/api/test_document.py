"""The OpenAPI document: whole, valid, true, and the same for everybody."""

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, reverse

from coalition import api
from coalition.shared.problem_kinds import KINDS
from resources.models import MatchStatus, OfferStatus


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(api.document())
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, told) for path, here in document["paths"].items() for method, told in here.items()]


def test_it_is_valid_and_made_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO(), stderr=StringIO())


def test_anybody_may_have_it(client: Client, document: dict[str, Any], db: None) -> None:
    response = client.get(reverse("api-schema"))
    assert response["Content-Type"] == "application/vnd.oai.openapi+json"
    assert response["Cache-Control"] == "public, max-age=300"
    assert json.loads(response.content) == document
    assert client.post(reverse("api-schema")).status_code == 405


def test_it_is_of_version_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert '"nullable"' not in json.dumps(document)


def test_every_route_is_in_it(document: dict[str, Any]) -> None:
    routes = {str(entry.pattern) for entry in api.router.urls if isinstance(entry, URLPattern)} - {""}
    plain = {re.sub(r"<\w+:(\w+)>", r"{\1}", route).replace("{pk}", "{id}") for route in routes}
    assert {f"/api/v1/{route}" for route in plain | {"search"}} == set(document["paths"])


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    told = [operation for _path, _method, operation in operations(document)]
    assert all(operation["description"] and operation["summary"] for operation in told)
    assert len({operation["operationId"] for operation in told}) == len(told)


def test_every_operation_names_its_problems_as_problem_json(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        expected = {"400", "401", "403", "406"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"409", "413", "415", "422"} if method != "get" else set()
        refused = {status for status in operation["responses"] if status >= "400"}
        assert refused == expected, (path, method)
    for kind in KINDS.values():
        assert list(document["components"]["responses"][kind.name]["content"]) == ["application/problem+json"]


def test_every_operation_is_signed_in_to_by_token_or_session(document: dict[str, Any]) -> None:
    for _path, _method, operation in operations(document):
        assert operation["security"] == [{"token": []}, {"cookieAuth": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_a_list_names_its_parameters(document: dict[str, Any]) -> None:
    named = {parameter["name"] for parameter in document["paths"]["/api/v1/offers"]["get"]["parameters"]}
    assert named == {
        "cursor",
        "page_size",
        "q",
        "type",
        "group",
        "state",
        "organization",
        "project",
        "updated_since",
        "terms",
        "stale",
        "status",
        "units_left",
    }
    single = document["paths"]["/api/v1/offers/{id}"]["get"]["parameters"]
    assert [(parameter["name"], parameter["schema"]["type"]) for parameter in single] == [("id", "integer")]


def test_no_body_holds_a_state(document: dict[str, Any]) -> None:
    states = {*MatchStatus.values, *OfferStatus.values}
    for name, schema in document["components"]["schemas"].items():
        if name.endswith(("Body", "Changes")):
            assert "status" not in schema["properties"]
            assert not states & {*schema["properties"]}


def test_a_change_needs_its_version_and_nothing_else(document: dict[str, Any]) -> None:
    for name in ("OfferChanges", "RequestChanges", "ProjectChanges"):
        assert document["components"]["schemas"][name]["required"] == ["version"]


def test_the_documentation_is_a_page_that_brings_all_it_needs(client: Client, db: None) -> None:
    response = client.get(reverse("api-docs"))
    page = response.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "https://" not in page.partition("<main")[2]
    assert "unsafe" not in response["Content-Security-Policy"]
