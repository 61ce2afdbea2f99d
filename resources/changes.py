"""What an edit changed, field by field, and how to say it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resources.models import Offer, Request

TEXTS = ("title", "description", "city", "contact", "conditions")
LONG = ("description", "conditions")  # named, not quoted


def tidy(posting: Offer | Request) -> None:
    """Take the blanks from both ends of its texts."""
    for name in TEXTS:
        if hasattr(posting, name):
            setattr(posting, name, getattr(posting, name).strip())


def apply(posting: Offer | Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields that differ; returns their names with the values that they had before."""
    before = {}
    for name, value in fields.items():
        new = value.strip() if name in TEXTS else value
        if getattr(posting, name) != new:
            before[name] = _shown(posting, name)
            setattr(posting, name, new)
    return before


def in_words(posting: Offer | Request, before: Mapping[str, Any]) -> str:
    """One line a field: its name, what it was, what it is."""
    return "\n".join(_line(posting, name, old) for name, old in before.items())


def _line(posting: Offer | Request, name: str, old: str) -> str:
    label = str(posting._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]  # own fields only
    if name in LONG:
        return _("%(field)s rewritten") % {"field": label}
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": _shown(posting, name)}


def _shown(posting: Offer | Request, name: str) -> str:
    display = getattr(posting, f"get_{name}_display", None)
    value = display() if display else getattr(posting, name)
    if value in (None, ""):
        return "–"
    if isinstance(value, date):
        return date_format(value, "M j, Y")
    return f"{value:,}" if isinstance(value, int) else str(value)
