"""What an edit changed, field by field, and how to say it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resources.models import Offer, Request

TEXTS = ("title", "description", "city", "contact", "conditions")
GUARDED = ("title", "description", "conditions", "contact")  # not the city: Price, Utah
LONG = ("description", "conditions")  # named, not quoted


def tidy(posting: Offer | Request) -> None:
    """Bring its texts into the one form in which they are kept."""
    for name in TEXTS:
        if hasattr(posting, name):
            setattr(posting, name, _tidied(getattr(posting, name)))


def _tidied(text: str) -> str:
    """Without blanks at its ends, with lines ended in one way, as written or as a browser sends it."""
    return text.strip().replace("\r\n", "\n")


def apply(posting: Offer | Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields that differ; returns their names with the values that they had before."""
    before = {}
    for name, value in fields.items():
        new = _tidied(value) if name in TEXTS else value
        if getattr(posting, name) != new:
            before[name] = _shown(posting, name)
            setattr(posting, name, new)
    return before


def guarded(posting: Offer | Request, names: Collection[str]) -> dict[str, str]:
    """Those of its named texts that are looked through for words of money."""
    return {name: getattr(posting, name) for name in GUARDED if name in names and hasattr(posting, name)}


def on_record(posting: Offer | Request) -> dict[str, object]:
    """What the audit trail keeps of a posting: how many of what, until when, in which state; no text."""
    common: dict[str, object] = {
        "status": posting.status,
        "version": posting.version,
        "type": posting.resource_type_id,
        "quantity": posting.quantity,
        "pack": posting.pack,
        "state": posting.state,
        "project": posting.project_id,
        "confirmed": posting.confirmed_at,
        "asked": posting.asked_on,
    }
    if isinstance(posting, Offer):
        days = {
            name: getattr(posting, name) for name in ("available_from", "available_until", "expires_on", "return_on")
        }
        return {**common, "terms": posting.terms, "least_lot": posting.least_lot, **days}
    return {**common, "severity": posting.severity, "needed_by": posting.needed_by}


def in_words(posting: Offer | Request, before: Mapping[str, Any]) -> str:
    """One line a field: its name, what it was, what it is."""
    return "\n".join(_line(posting, name, old) for name, old in before.items())


def differences(posting: Offer | Request, wanted: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where the row is not as `wanted`: each field's name, what it is (`now`) and what was wanted (`yours`)."""
    rows = []
    for name, given in wanted.items():
        value = _tidied(given) if name in TEXTS else given
        now = _shown(posting, name)
        kept = getattr(posting, name)
        if kept != value:
            setattr(posting, name, value)
            rows.append({"label": _label(posting, name), "now": now, "yours": _shown(posting, name)})
            setattr(posting, name, kept)
    return rows


def _label(posting: Offer | Request, name: str) -> str:
    return str(posting._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]  # own fields only


def _line(posting: Offer | Request, name: str, old: str) -> str:
    label = _label(posting, name)
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
