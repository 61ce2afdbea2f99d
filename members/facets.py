"""What the directory can be narrowed by beyond name, kind and state.

An organization's workgroups stand on a floor above this one, its offers and requests on another; each floor registers
its facets when it starts, and the page, the CSV and the API of the directory ask them alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

Text = str | Promise
Choices = Sequence[tuple[str, str]]
LONGEST = 100  # characters of a value


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to narrow organizations by: its word in the address and the API, its label, and what it asks for.

    With `choices` it is one of these, else words as people type them, for which `suggestions` may be offered.
    `holds` turns a value into what organizations must satisfy; each such condition has an index of its own.
    """

    name: str
    label: Text
    holds: Callable[[str], Q]
    about: str
    everything: Text = ""
    choices: Callable[[], Choices] | None = None
    suggestions: Callable[[], Sequence[str]] | None = None

    @property
    def list_id(self) -> str:
        """The id of the list of suggestions on a page."""
        return f"suggestions-{self.name}"


_facets: dict[str, Facet] = {}


def register(facet: Facet) -> None:
    """Take in a facet. Raises ValueError when its name is taken already."""
    if facet.name in _facets:
        raise ValueError(f"There is a facet {facet.name!r} already.")
    _facets[facet.name] = facet


def registered() -> list[Facet]:
    """All facets, in the order in which the floors registered them."""
    return list(_facets.values())
