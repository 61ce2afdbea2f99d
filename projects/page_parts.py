"""The page of a project: what the floors above show on it.

Each floor registers its parts when it starts: a template, and the function that fetches what the template shows. They
stand on the page in the order of the floors, and on paper too.
"""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string

from members.models import Membership, Person
from projects.models import Project

Fetch = Callable[[Project, Person, Membership | None], dict[str, Any] | None]

_parts: dict[str, Fetch] = {}


def register(template: str, fetch: Fetch) -> None:
    """Take in a part; `fetch` gives its context, or None to leave it out. Raises ValueError for a second one."""
    if template in _parts:
        raise ValueError(f"There is a part {template!r} already.")
    _parts[template] = fetch


def parts_for(project: Project, reader: Person, acting: Membership | None) -> list[str]:
    """The parts of the project's page as the reader may see them, as HTML; a constant number of queries."""
    fetched = ((template, fetch(project, reader, acting)) for template, fetch in _parts.items())
    return [render_to_string(template, context) for template, context in fetched if context is not None]
