"""The OpenAPI document: what drf-spectacular cannot see by itself."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from drf_spectacular.openapi import AutoSchema

from coalition.shared.problem_kinds import KINDS, Kind
from coalition.shared.problems import CONTENT_TYPE

READING = {"list": "List them", "retrieve": "Read one"}
WRITING = {
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457). Some problems carry further members, the facts of the case.",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The kind of problem; leads to its description."},
        "title": {"type": "string", "description": "The kind of problem in words."},
        "status": {"type": "integer", "description": "As the status of the response."},
        "detail": {"type": "string", "description": "What is wrong in this case, for a person."},
        "instance": {"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
        "code": {"type": "string", "description": "The exact case, for a program."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/InputError"}},
    },
    "additionalProperties": True,
}
INPUT_ERROR = {
    "type": "object",
    "description": "One thing that is wrong with the input: at a pointer into the body, or in a query parameter.",
    "required": ["detail", "code"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer (RFC 6901) as a URI fragment: `#/quantity`."},
        "parameter": {"type": "string", "description": "The name of a query parameter."},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}


class Schema(AutoSchema):
    """Documents the query parameters that a list declares."""

    def get_operation_id(self) -> str:
        """Acts by their own name: `offers_withdraw`, not `offers_withdraw_create`."""
        name: str = super().get_operation_id()
        own = getattr(self.view, "action", "") not in {"create", "list", "retrieve", "partial_update"}
        return name.removesuffix("_create") if own else name

    def get_summary(self) -> str:
        """The first sentence of what is said of the operation."""
        action = getattr(self.view, "action", "")
        return READING.get(action) or self.get_description().partition(". ")[0].removesuffix(".")

    def get_override_parameters(self) -> list[Any]:
        declared = getattr(self.view, "parameters", None) if self._is_list_view() else None
        return [declared] if declared else []


def document_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: every operation names the problems that it may answer with."""
    components = result["components"]
    components["schemas"] |= {"Problem": PROBLEM, "InputError": INPUT_ERROR}
    components["responses"] = {kind.name: _response(kind) for kind in KINDS.values()}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for status in sorted(_statuses(path, method)):
                answer = {"$ref": f"#/components/responses/{KINDS[status].name}"}
                operation["responses"].setdefault(str(status.value), answer)
    return result


def _statuses(path: str, method: str) -> set[HTTPStatus]:
    found = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.BAD_REQUEST}
    if "{" in path:
        found.add(HTTPStatus.NOT_FOUND)
    return found if method == "get" else found | WRITING


def _response(kind: Kind) -> dict[str, Any]:
    example = {
        "type": f"{settings.SITE_URL}/api/problems/#{kind.name}",
        "title": str(kind.title),
        "status": kind.status.value,
        "detail": str(kind.remedy),
        "instance": "/api/v1/offers/7",
        "code": kind.name.replace("-", "_"),
    }
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {"description": f"{kind.title}. {kind.remedy}", "content": content}
