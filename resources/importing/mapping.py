"""Which column of a file is what, and what its words mean in the portal's own."""

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid

READY_MADE = Path(__file__).parent.parent / "data" / "mappings"

OFFERS, REQUESTS = "offers", "requests"
# What a column may be. `key` tells a row from all others; `giver` and `asker` are named in the description.
COMMON = (
    *("key", "type", "quantity", "pack", "state", "city"),
    *("title", "description", "contact", "explanation", "posted_at"),
)
FIELDS = {
    OFFERS: (
        *COMMON,
        *("giver", "terms", "least_lot", "available_from", "available_until", "expires_on", "return_on", "conditions"),
    ),
    REQUESTS: (*COMMON, "asker", "severity", "needed_by"),
}
NEEDED = ("type", "quantity")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a word of the source stands for: a type of the catalogue, how many of its units one is, a title."""

    slug: str
    factor: int = 1
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read one side of a source.

    `columns` name the column (or, for `key`, the columns) of each field; `values` are the same in every row; `types`
    and `refused_types` are the source's words for goods; `refused` has for a column the words that reject a row, with
    the reason. Rows equal in the columns `group` are added up. `place_by` names the column by whose value a row
    without state is placed. `days` says how days are written, besides 2020-04-09 (see `cleaning.day`).
    """

    name: str
    columns: dict[str, tuple[str, ...]]
    values: dict[str, str] = field(default_factory=dict)
    types: dict[str, Kind] = field(default_factory=dict)
    refused_types: dict[str, str] = field(default_factory=dict)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    group: tuple[str, ...] = ()
    place_by: str = ""
    needed_within_days: int = 14
    largest: int | None = None
    days: str = ""

    def column_of(self, name: str) -> str:
        """The column that a field is read from, for a message; empty when it is not read from one."""
        return " + ".join(self.columns.get(name, ()))

    def notes(self) -> list[str]:
        """What whoever reads the outcome must know: where values come from rules and not from the rows."""
        notes = []
        if self.place_by:
            notes.append(
                _(
                    "The rows say no state. Each is placed by “%(column)s”: its SHA-256, modulo 52, among the postal "
                    "codes in alphabetical order. That is not where anybody is."
                )
                % {"column": self.place_by}
            )
        if self.group:
            notes.append(
                _("Rows equal in %(columns)s are added up to one; it is posted when the first was.")
                % {"columns": " and ".join(f"“{column}”" for column in self.group)}
            )
        return notes

    def check_against(self, columns: list[str]) -> None:
        """Raise Invalid unless the file has every column that is read, and type and quantity are among them."""
        read = [name for names in self.columns.values() for name in names]
        missing = [name for name in (*read, *self.group, self.place_by) if name and name not in columns]
        if missing:
            raise Invalid(
                _("The file has no column “%(name)s”. It has: %(columns)s.")
                % {"name": missing[0], "columns": ", ".join(columns)}
            )
        for name in NEEDED:
            if name not in self.columns:
                raise Invalid(_("Say which column is “%(field)s”: --map %(field)s=COLUMN") % {"field": name})


def find(given: str, side: str, *, source: str, columns: list[str]) -> Mapping:
    """The mapping that was asked for: the name of a ready-made one, a TOML file, or `field=column,…`.

    Nothing given means that the columns are called as the fields are. `source` goes into the keys of rows that come
    without a mapping of a name of its own. Raises Invalid for one that cannot be used with these columns.
    """
    if not given:
        mapping = Mapping(source, {name: (name,) for name in FIELDS[side] if name in columns})
    elif "=" in given:
        mapping = Mapping(source, _inline(given, side))
    else:
        mapping = _from_file(given, side)
    mapping.check_against(columns)
    return mapping


def names() -> list[str]:
    """The names of the ready-made mappings."""
    return sorted(path.stem for path in READY_MADE.glob("*.toml"))


def _inline(given: str, side: str) -> dict[str, tuple[str, ...]]:
    columns = {}
    for pair in given.split(","):
        name, equals, column = pair.partition("=")
        _check_field(name.strip(), side)
        if not equals or not column.strip():
            raise Invalid(_("“%(pair)s” is not of the form field=column.") % {"pair": pair})
        columns[name.strip()] = tuple(part.strip() for part in column.split("+"))
    return columns


def ready_made(name: str, side: str) -> Mapping:
    """A ready-made mapping by its name. Raises Invalid."""
    return _from_file(name, side)


def _from_file(given: str, side: str) -> Mapping:
    path = READY_MADE / f"{given}.toml" if given in names() else Path(given)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid(
            _("There is no mapping “%(given)s”. Ready-made: %(names)s; or a TOML file; or field=column,…")
            % {"given": given, "names": ", ".join(names())}
        ) from error
    if side not in content:
        raise Invalid(_("“%(given)s” says nothing about %(side)s.") % {"given": given, "side": side})
    try:
        return _made(content, content[side], side)
    except (KeyError, TypeError, AttributeError) as error:
        raise Invalid(_("“%(given)s” is no mapping: %(why)s.") % {"given": given, "why": error}) from error


def _made(content: AnyMapping[str, Any], own: AnyMapping[str, Any], side: str) -> Mapping:
    for name in (*own["columns"], *own.get("values", {})):
        _check_field(name, side)
    return Mapping(
        name=content["name"],
        columns={name: _columns(of) for name, of in own["columns"].items()},
        values=own.get("values", {}),
        types={word: Kind(**kind) for word, kind in content.get("types", {}).items()},
        refused_types=content.get("refused_types", {}),
        refused=own.get("refused", {}),
        group=tuple(own.get("group", ())),
        place_by=own.get("place_by", ""),
        needed_within_days=own.get("needed_within_days", 14),
        largest=own.get("largest"),
    )


def _columns(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _check_field(name: str, side: str) -> None:
    if name not in FIELDS[side]:
        raise Invalid(
            _("There is no field “%(name)s”. There are: %(fields)s.")
            % {"name": name, "fields": ", ".join(FIELDS[side])}
        )
