"""Which heading is probably which field, and what was chosen before. A guess is shown, and a person decides."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from coalition.shared.errors import Invalid
from resources.importing import mapping
from resources.models import ImportMemory, Side

# What a person chooses in the browser. The moment of posting is not theirs to choose.
_COMMON = ("type", "quantity", "pack", "title", "description", "city", "state", "contact", "explanation")
CHOSEN = {
    Side.OFFERS: (
        *_COMMON,
        *("terms", "least_lot", "available_from", "available_until", "expires_on", "return_on", "conditions"),
    ),
    Side.REQUESTS: (*_COMMON, "severity", "needed_by"),
}
SAME_IN_ALL = ("state", "city", "contact", "terms", "severity", "needed_by")  # may be given once for every row

# Headings as people write them, without signs and in small letters.
_WORDS = {
    "type": "item|items|resource|resource type|kind|equipment|equipmentenum|product|goods|supply|material|article",
    "quantity": "qty|amount|count|number|units|how many|on hand|available quantity|quantity needed|need",
    "pack": "unit|uom|unit of measure|packaging|packing|packed as|packed in|counted in|pack size",
    "title": "name|what exactly|item name|product name|model|article name",
    "description": "details|notes|note|comment|comments|remarks|specification",
    "city": "town|place|location",
    "state": "st|province|stateprovince|state province|region",
    "contact": "whom to call|phone|telephone|contact person|e mail|email",
    "explanation": "why words of money stay|reason for words of money",
    "terms": "gift or loan|conditions of giving",
    "least_lot": "least|minimum|min|min qty|minimum order|least quantity|least quantity to give|moq",
    "available_from": "from|start|available|date available",
    "available_until": "until|till|end|available to",
    "expires_on": "expiry|expires|expiration|expiry date|expiration date|best before|use by|exp|goods expire",
    "return_on": "return|return by|return date|to be returned by",
    "conditions": "what the receiver must mind|storage|requirements",
    "severity": "urgency|priority|how severe|criticality",
    "needed_by": "need by|needed|due|due date|deadline|required by|by when|date needed",
}


def plain(heading: str) -> str:
    """A heading without what people write differently: signs, blanks and capitals."""
    return " ".join(re.findall(r"[^\W_]+", heading.casefold()))


def guess(columns: Sequence[str], side: str, *, memory: ImportMemory | None = None) -> dict[str, Any]:
    """What the form of the columns begins with, in the shape of `ImportBatch.mapping`.

    What the organization chose before comes first, then a ready-made mapping of which the file has every column, then
    the names of the fields and what people call them.
    """
    base = fitting(columns, side)
    known = memory.headings if memory else {}
    found: dict[str, list[str]] = {}
    if base:
        ready = mapping.ready_made(base, side)
        found = {name: list(of) for name, of in ready.columns.items() if name in (*CHOSEN[Side(side)], "key")}
    taken = {column for name, of in found.items() for column in of if name != "key"}
    for recall in (lambda heading: known.get(heading, ""), _named):
        for column in columns:
            name = recall(plain(column))
            if name in CHOSEN[Side(side)] and name not in found and column not in taken:
                found[name] = [column]
                taken.add(column)
    if "key" not in found and memory:
        found["key"] = [column for column in columns if known.get(f"key:{plain(column)}")]
    return {
        "columns": {name: of for name, of in found.items() if of},
        "values": {name: text for name, text in (memory.values if memory else {}).items() if name not in found},
        "types": memory.types if memory else {},
        "days": memory.days if memory else "",
        "base": base,
    }


def fitting(columns: Iterable[str], side: str) -> str:
    """The ready-made mapping of which the file has every column and that makes each row one posting, if any."""
    there = set(columns)
    for name in mapping.names():
        try:
            ready = mapping.ready_made(name, side)
        except Invalid:  # it says nothing about this side
            continue
        if not ready.group and there >= {column for of in ready.columns.values() for column in of}:
            return name
    return ""


def _named(heading: str) -> str:
    for name, words in _WORDS.items():
        if heading == plain(name) or heading in words.split("|"):
            return name
    return ""
