"""The page of an organization: what the floors above show on it.

Each floor registers its parts when it starts: a template, and the function that fetches what the template shows. They
stand on the page in the order of the floors.
"""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string

from members.models import Organization, Person

Fetch = Callable[[Organization, Person], dict[str, Any] | None]

_parts: dict[str, Fetch] = {}


def register(template: str, fetch: Fetch) -> None:
    """Take in a part; `fetch` gives its context, or None to leave it out. Raises ValueError for a second one."""
    if template in _parts:
        raise ValueError(f"There is a part {template!r} already.")
    _parts[template] = fetch


def parts_for(organization: Organization, reader: Person) -> list[str]:
    """The parts of the organization's page as the reader may see them, as HTML; a constant number of queries."""
    fetched = ((template, fetch(organization, reader)) for template, fetch in _parts.items())
    return [render_to_string(template, context) for template, context in fetched if context is not None]
