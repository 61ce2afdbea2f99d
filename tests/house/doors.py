"""Every address of the portal, by name, and the methods that it is tried with."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Django's admin and allauth answer for their own addresses; what they answer to whom is tested beside their settings.
ELSEWHERE = ("admin/", "accounts/", "static/")

PAGE_METHODS = ("GET", "POST")
API_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def walk(patterns: list[Any] | None = None, space: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address, in the order of the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else route, route


def is_api(route: str) -> bool:
    return route.startswith("api/")


def wanted() -> Iterator[str]:
    """Every row that the policy must have: method and name."""
    for name, route in walk():
        for method in API_METHODS if is_api(route) else PAGE_METHODS:
            yield f"{method} {name}"
