"""What the one search looks through: each floor registers its sources here when it starts, as it does its facets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from members.models import Person

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of thing to be found: how it is called in the address and on the page, and where it is.

    `rows` are those that the reader may see. `name` is the column it is called by, `texts` those from which passages
    are shown. `order` goes from new to old and has an index; `moment` is the column that tells its age.
    `has_words` says that the table keeps its words (`full_text.Words`); else it is found by its name alone.
    `by_name`: that words are also looked for inside the name, in any case. `also` finds by something else, and `alike`
    does when nothing holds the words. `organization` and `workgroup` are columns to narrow by, where it has them.
    `listed` fetches what `note` and the address need, in a constant number of queries.
    """

    kind: str
    label: Text
    one: Text
    rows: Callable[[Person], Any]
    name: str
    texts: tuple[str, ...] = ()
    order: tuple[str, ...]
    moment: str = ""
    has_words: bool = True
    by_name: bool = False
    also: Callable[[str], Q] | None = None
    alike: Callable[[str], Q] | None = None
    organization: str = ""
    workgroup: str = ""
    listed: Callable[[Any], Any]
    address: Callable[[Any], str] = lambda row: str(row.get_absolute_url())
    note: Callable[[Any], str]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Take in a source. Raises ValueError when its kind is taken already."""
    if source.kind in _sources:
        raise ValueError(f"There is a source {source.kind!r} already.")
    _sources[source.kind] = source


def registered() -> list[Source]:
    """All sources, in the order in which the floors registered them."""
    return list(_sources.values())
