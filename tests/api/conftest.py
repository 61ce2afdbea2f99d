"""What the tests of the API share."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from rest_framework.test import APIClient

from coalition import api
from members.models import Organization, Person
from members.tokens import issue_token

SystemOf = Callable[..., APIClient]


@pytest.fixture
def system_of() -> SystemOf:
    """A member's own system, which asks with a token of the person in their first organization."""

    def with_token(person: Person, *, organization: Organization | None = None, may_write: bool = True) -> APIClient:
        organization = organization or person.active_memberships[0].organization
        _token, secret = issue_token(
            person=person, organization=organization, name="System", may_write=may_write, days=30
        )
        return APIClient(headers={"Authorization": f"Bearer {secret}"})

    return with_token


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem details of an answer, checked for their standard members."""
    body: dict[str, Any] = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), body
    assert (body["status"], body["code"]) == (status, code), body
    assert {"type", "title", "status", "detail", "instance", "code"} <= body.keys()
    assert "/api/problems/#" in body["type"]
    return body


def matches_the_document(shown: Any, component: str) -> None:
    """Assert that what was answered is exactly what the OpenAPI document says, with nothing left out or added."""
    document = json.loads(api.document())
    jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{component}", "components": _closed(document["components"])},
        format_checker=jsonschema.FormatChecker(),
    ).validate(shown)


def _closed(components: dict[str, Any]) -> dict[str, Any]:
    """The components with no room for members that they do not name."""
    schemas = components["schemas"]
    named = {
        name: schema | {"additionalProperties": False, "required": list(schema["properties"])}
        for name, schema in schemas.items()
        if schema.get("type") == "object" and "additionalProperties" not in schema
    }
    return {"schemas": schemas | named}
