"""Lines into what a verb takes: one offer or request each, or one for all lines of a group."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from coalition.shared import clock
from resources.importing import cleaning
from resources.importing.cleaning import Unusable
from resources.importing.mapping import OFFERS, Kind, Mapping
from resources.importing.reading import Fault, Line, Rejection
from resources.models import MAX_QUANTITY, Pack, ResourceType, Severity, Terms

Value = TypeVar("Value")
SINGLE = ("each", "ea", "unit", "units", "single", "piece", "pieces")  # words for no pack
SHORT_KEY = 6  # letters of a key, enough to find it again in the source
LONGEST_KEY = 120  # letters, as the column has it


@dataclass(slots=True)
class Item:
    """An offer or request that is to be posted: its key in the source, the verb's arguments, when, from which lines."""

    key: str
    fields: dict[str, Any]
    posted_at: datetime
    lines: list[Line] = field(default_factory=list)


class Catalogue:
    """The active types by their names, asked for once."""

    def __init__(self) -> None:
        types = list(ResourceType.objects.active().prefetch_related("packs"))
        self.by_name = {row.label.casefold(): row for row in types} | {row.slug: row for row in types}
        self.by_synonym = {word.casefold(): row for row in types for word in row.synonyms}

    def kind(self, text: str, mapping: Mapping) -> tuple[ResourceType, Kind]:
        """The type that a word of the source stands for. Raises Unusable; a synonym is suggested, not taken."""
        word = text.strip()
        if word in mapping.refused_types:
            raise Unusable(mapping.refused_types[word])
        kind = mapping.types.get(word) or Kind(word.casefold())
        found = self.by_name.get(kind.slug)
        if found:
            return found, kind
        near = self.by_synonym.get(word.casefold())
        if near:
            raise Unusable(
                _("This is a word for several things. If %(label)s is meant, write %(slug)s.")
                % {"label": near.label, "slug": near.slug},
                meant=near.slug,
            )
        raise self._unknown(word)

    def pack(self, text: str, resource_type: ResourceType) -> Pack | None:
        """The pack of the type that a word stands for; None for its own unit. Raises Unusable.

        A pack is named by its code, in words (“case of 240”), or by its name alone where there is but one so called.
        """
        word = " ".join(text.casefold().split())
        if word in {"", *SINGLE, resource_type.unit.casefold()}:
            return None
        packs = list(resource_type.packs.all())
        code = word.replace(" of ", "-")
        found = [pack for pack in packs if _names(pack, code)]
        if len(found) == 1:
            return found[0]
        if not packs:
            raise Unusable(_("%(type)s has no packs. Count it in its own unit.") % {"type": resource_type})
        codes = ", ".join(pack.code for pack in packs)
        raise Unusable(_("%(type)s comes as: %(packs)s.") % {"type": resource_type, "packs": codes})

    def _unknown(self, word: str) -> Unusable:
        names = self.by_name | self.by_synonym
        alike = get_close_matches(word.casefold()[:LONGEST_KEY], names, n=1, cutoff=cleaning.NEAR)
        if not alike:
            return Unusable(_("The catalogue has no such type."))
        near = names[alike[0]]
        told = _("The catalogue has no such type. If %(label)s is meant, write %(slug)s.")
        return Unusable(told % {"label": near.label, "slug": near.slug}, meant=near.slug)


class Row:
    """One line on its way into values. What is wrong gathers in `faults`, so that all of it is told at once."""

    def __init__(self, line: Line, mapping: Mapping) -> None:
        self.line = line
        self.mapping = mapping
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """What the line says for a field, or what the mapping says for every line."""
        columns = self.mapping.columns.get(name)
        if columns is None:
            return self.mapping.values.get(name, "")
        return " ".join(self.line.cells[column] for column in columns)

    def value(self, name: str, clean: Callable[[str], Value]) -> Value | None:
        """The field's value, or None with a fault."""
        text = self.text(name)
        try:
            return clean(text)
        except Unusable as error:
            self.faults.append(Fault(self.mapping.column_of(name), text, str(error), error.meant))
            return None


def _names(pack: Pack, word: str) -> bool:
    """Whether the word, such as “cases-240” or “boxes”, is the pack's code or its name, in the singular or plural."""
    name, dash, size = word.partition("-")
    return name in {pack.name, f"{pack.name}s", f"{pack.name}es"} and (not dash or size == str(pack.size))


def item_of(line: Line, side: str, *, mapping: Mapping, catalogue: Catalogue) -> Item | Rejection:
    """What the line posts, or why it cannot."""
    row = Row(line, mapping)
    _refuse_by_word(row)
    now = clock.now()
    posted_at = row.value("posted_at", lambda text: cleaning.moment(text, now=now) if text.strip() else now) or now
    fields = _common_fields(row, catalogue)
    fields |= _offer_fields(row, posted_at) if side == OFFERS else _request_fields(row, posted_at)
    if row.faults:
        return line.rejected(*row.faults)
    return Item(key_of(line, mapping), fields, posted_at, [line])


def key_of(line: Line, mapping: Mapping) -> str:
    """What tells a line from all others; by its own key columns, else by everything that it says."""
    columns = mapping.columns.get("key")
    if not columns:
        content = "\x1f".join(f"{name}\x1e{cell}" for name, cell in sorted(line.cells.items()))
        return f"row:{sha256(content.encode()).hexdigest()[:40]}"
    return shortened(":".join([mapping.name, *(line.cells[column].strip() for column in columns)]))


def shortened(key: str) -> str:
    """The key itself, or its SHA-256 where the column cannot hold it."""
    return key if len(key) <= LONGEST_KEY else f"sha256:{sha256(key.encode()).hexdigest()}"


def grouped(items: Iterable[Item], mapping: Mapping) -> list[Item | Rejection]:
    """The items of a group as one: quantities added, posted when the first was. Without groups, the items themselves.

    A group that adds up to more than the portal takes is rejected, line by line.
    """
    if not mapping.group:
        return list(items)
    groups: dict[str, Item] = {}
    for item in items:
        cells = item.lines[0].cells
        key = shortened(":".join([mapping.name, *(cells[column].strip() for column in mapping.group)]))
        whole = groups.setdefault(key, Item(key, item.fields | {"quantity": 0}, item.posted_at))
        whole.fields["quantity"] += item.fields["quantity"]
        if whole.fields["pack"] != item.fields["pack"]:
            whole.fields["pack"] = ""  # of several packs no one
        if item.posted_at < whole.posted_at:
            whole.posted_at = item.posted_at
            whole.fields |= {name: value for name, value in item.fields.items() if name != "quantity"}
        whole.lines += item.lines
    return [part for whole in groups.values() for part in _bounded(whole, mapping)]


def _bounded(whole: Item, mapping: Mapping) -> list[Item | Rejection]:
    total = whole.fields["quantity"]
    if total <= MAX_QUANTITY:
        return [whole]
    reason = _("Together with the other rows of its group this is %(n)s, more than the portal takes.")
    fault = Fault(mapping.column_of("quantity"), "", reason % {"n": f"{total:,}"})
    return [line.rejected(fault) for line in whole.lines]


def _refuse_by_word(row: Row) -> None:
    for column, words in row.mapping.refused.items():
        word = row.line.cells.get(column, "").strip()
        if word in words:
            row.faults.append(Fault(column, word, words[word]))


def _common_fields(row: Row, catalogue: Catalogue) -> dict[str, Any]:
    mapping = row.mapping
    resource_type, kind = row.value("type", lambda text: catalogue.kind(text, mapping)) or (None, Kind(""))
    fields = {name: row.text(name).strip() for name in ("title", "city", "contact")}
    if explanation := row.text("explanation").strip():
        fields["explanation"] = explanation
    pack = row.value("pack", lambda text: _pack(text, catalogue, of=(resource_type, kind)))
    factor = pack.size if pack else kind.factor
    return fields | {
        "resource_type": resource_type,
        "quantity": row.value("quantity", lambda text: cleaning.quantity(text, factor=factor, largest=mapping.largest)),
        "pack": pack.code if pack else "",
        "title": fields["title"] or kind.title,
        "state": _state(row),
        "description": _description(row),
    }


def _pack(text: str, catalogue: Catalogue, *, of: tuple[ResourceType | None, Kind]) -> Pack | None:
    resource_type, kind = of
    pack = catalogue.pack(text, resource_type) if resource_type else None  # what it is, is a fault of its own
    if pack and kind.factor > 1:
        raise Unusable(_("The word for what it is counts packs of %(n)d already.") % {"n": kind.factor})
    return pack


def _state(row: Row) -> str | None:
    if row.mapping.place_by and "state" not in row.mapping.columns:
        return cleaning.state_by_key(row.line.cells[row.mapping.place_by].strip())
    return row.value("state", cleaning.state)


def _description(row: Row) -> str:
    """What the line says, or the mapping's sentence with the beginning of the key of who gives or asks."""
    text = row.text("description").strip()
    if "description" in row.mapping.columns:
        return text
    for name in ("giver", "asker"):
        text = text.replace(f"{{{name}}}", row.text(name)[:SHORT_KEY])
    return text


def _offer_fields(row: Row, posted_at: datetime) -> dict[str, Any]:
    lot = row.text("least_lot").strip()
    day = partial(cleaning.day, order=row.mapping.days)
    return {
        "terms": row.value("terms", lambda text: cleaning.choice(text or Terms.GIFT, Terms.values)),
        "least_lot": row.value("least_lot", cleaning.quantity) if lot else 1,
        "available_from": row.value("available_from", day) or posted_at.date(),
        "available_until": row.value("available_until", day),
        "expires_on": row.value("expires_on", day),
        "return_on": row.value("return_on", day),
        "conditions": row.text("conditions").strip(),
    }


def _request_fields(row: Row, posted_at: datetime) -> dict[str, Any]:
    needed_by = row.value("needed_by", partial(cleaning.day, order=row.mapping.days))
    return {
        "severity": row.value("severity", lambda text: cleaning.choice(text, Severity.values)),
        "needed_by": needed_by or posted_at.date() + timedelta(days=row.mapping.needed_within_days),
    }
