"""Cells into values. What cannot be read for sure is a fault with its reason; near misses are suggested, not mended."""

import re
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from hashlib import sha256

from django.utils.translation import gettext as _

from coalition.shared import geography
from resources.models import MAX_QUANTITY

WHOLE_NUMBER = re.compile(r"\d{1,18}|\d{1,3}(,\d{3}){1,5}", re.ASCII)
ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00)?)?", re.ASCII)
NEAR = 0.75  # likeness, 0 to 1, from which a name is suggested

_CODES = {code.casefold(): code for code in geography.STATES}
_NAMES = {state.name.casefold(): code for code, state in geography.STATES.items()}


class Unusable(ValueError):
    """The cell cannot be read; the message says why, to a person. `meant` is what was probably meant, if anything."""

    def __init__(self, message: str, *, meant: str = "") -> None:
        super().__init__(message)
        self.meant = meant


def quantity(text: str, *, factor: int = 1, largest: int | None = None) -> int:
    """A whole number of units, at least 1, thousands perhaps set apart by commas; times `factor`. Raises Unusable."""
    text = text.strip()
    if not text:
        raise Unusable(_("The quantity is missing."))
    if not WHOLE_NUMBER.fullmatch(text):
        if re.fullmatch(r"-\d+", text):
            raise Unusable(_("A quantity is at least 1."))
        raise Unusable(_("This is not a whole number."))
    number = int(text.replace(",", ""))
    if number < 1:
        raise Unusable(_("A quantity is at least 1."))
    if largest is not None and number > largest:
        raise Unusable(
            _("More than %(n)s in one row is not believed; confirm it with its source.") % {"n": f"{largest:,}"}
        )
    if number * factor > MAX_QUANTITY:
        raise Unusable(_("The portal takes at most %(n)s units in one row.") % {"n": f"{MAX_QUANTITY:,}"})
    return number * factor


def state(text: str) -> str:
    """A postal code from a code or a full name, in whatever case. Raises Unusable; what is near is suggested."""
    sought = " ".join(text.split()).casefold()
    if not sought:
        raise Unusable(_("The state is missing."))
    code = _CODES.get(sought) or _NAMES.get(sought)
    if code:
        return code
    near = get_close_matches(sought, _NAMES, n=1, cutoff=NEAR)
    if near:
        meant = geography.STATES[_NAMES[near[0]]]
        raise Unusable(
            _("This is no state. If %(name)s is meant, write %(code)s.") % {"name": meant.name, "code": meant.code},
            meant=meant.code,
        )
    raise Unusable(_("This is none of the 50 states, the District of Columbia or Puerto Rico."))


def state_by_key(key: str) -> str:
    """The state that a rule assigns to a key: SHA-256 of it, modulo 52, among the postal codes in alphabetical order.

    It says nothing about where anything is; it only spreads what has no place, always in the same way.
    """
    codes = sorted(geography.STATES)
    return codes[int.from_bytes(sha256(key.encode()).digest()) % len(codes)]


def moment(text: str, *, now: datetime) -> datetime:
    """A moment from ISO 8601, in UTC where it names no zone, not after `now`. Raises Unusable."""
    written = re.sub(r"\s*(UTC|Z)$", "+00:00", text.strip(), flags=re.IGNORECASE)
    try:
        value = datetime.fromisoformat(written)
        value = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unusable(_("This is no date as in 2020-04-09 or 2020-04-09 14:00 UTC.")) from error
    if value > now:
        raise Unusable(_("This is in the future."))
    return value


def day(text: str, *, order: str = "") -> date | None:
    """A day as in 2020-04-09; None for an empty cell. Raises Unusable.

    `order` says that days may also be written with the month first ("mdy") or the day first ("dmy"), as in 4/9/2020.
    """
    text = text.strip()
    if not text:
        return None
    written = ISO_DAY.fullmatch(text)
    parts = written.group(1).split("-") if written else re.split(r"[/.-]", text)
    year, month, number = parts if written else _placed(parts, order)
    try:
        return date(int(year), int(month), int(number))
    except ValueError as error:
        raise _not_a_day(text) from error


def _placed(parts: list[str], order: str) -> list[str]:
    """Year, month and day, or three times nothing, which is no day."""
    sound = len(parts) == 3 and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts) and len(parts[2]) == 4
    return [parts[order.index(letter)] for letter in "ymd"] if sound and order else ["", "", ""]


def _not_a_day(text: str) -> Unusable:
    if re.fullmatch(r"[2-7][0-9]{4}", text):  # how spreadsheets count days since 1899, from 1954 to 2119
        meant = date(1899, 12, 30) + timedelta(days=int(text))
        told = _("This is no day as in 2020-04-09. If a spreadsheet counted days, %(day)s is meant.")
        return Unusable(told % {"day": meant}, meant=meant.isoformat())
    return Unusable(_("This is no day as in 2020-04-09."))


def choice(text: str, allowed: list[str]) -> str:
    """One of the words allowed, in whatever case. Raises Unusable."""
    word = text.strip().casefold()
    if word not in allowed:
        raise Unusable(_("This is none of: %(words)s.") % {"words": ", ".join(allowed)})
    return word
