"""Lists of people to invite, as they are pasted or come in a file: lines in, guests or faults out. Asks no database."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from members.inviting import MOST_AT_ONCE, Guest
from members.models import Role

LARGEST_FILE = 200_000  # bytes
LONGEST_TEXT = 100_000  # characters
LONGEST_LINE = 400  # characters
COLUMNS = ("name", "email", "role")
HEADS: Mapping[str, str] = {
    "name": "name",
    "full name": "name",
    "person": "name",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "address": "email",
    "role": "role",
}
ENVELOPE = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;:]*(?P<role>[^<>]*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: its number from 1, as it was written, and the guest or what is wrong with it."""

    number: int
    text: str
    guest: Guest | None = None
    fault: str = ""

    @property
    def role_in_words(self) -> str:
        return str(Role(self.guest.role).label) if self.guest else ""


def read(text: str, *, role: str) -> list[Line]:
    """The lines of a pasted list; `role` is for those that name none. Empty lines are none.

    Takes `Name <a@b.org>, role`, `a@b.org`, `a@b.org role`, and cells parted by commas, semicolons or tabs in any
    order, with a first row of column names or without. Raises Invalid for more lines than may be invited at once.
    """
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), start=1)]
    rows = [(number, row) for number, row in rows if row and not _is_head(_cells(row))]
    if len(rows) > MOST_AT_ONCE:
        raise Invalid(
            _("There are %(n)d lines. Invite at most %(most)d people at once.")
            % {"n": len(rows), "most": MOST_AT_ONCE},
            field="people",
        )
    return [_line(number, row, role) for number, row in rows]


def lines_of_file(content: bytes) -> str:
    """A CSV file as the list that one would paste: UTF-8 with or without byte order mark, UTF-16, or Windows-1252.

    Raises Invalid when it is too large or no table of text.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid(_("The file is larger than %(n)d KB.") % {"n": LARGEST_FILE // 1000}, field="file")
    text = _decoded(content)
    if "\x00" in text:
        raise Invalid(_("This is no CSV file. Save the table as CSV and try again."), field="file")
    try:
        rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Invalid(_("This is no CSV file: %(why)s.") % {"why": error}, field="file") from error
    columns = _columns(rows[0]) if rows else None
    return "\n".join(_written(row, columns) for row in (rows[1:] if columns else rows))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[list[str]]:
    head = text.lstrip("\r\n").partition("\n")[0]
    return csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count), skipinitialspace=True)


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Which column is which, when the row names them."""
    found = {HEADS[cell.strip().lower()]: at for at, cell in enumerate(row) if cell.strip().lower() in HEADS}
    return found if "email" in found else None


def _is_head(row: Sequence[str]) -> bool:
    return len(row) > 1 and _columns(row) is not None and not any("@" in cell for cell in row)


def _written(row: Sequence[str], columns: Mapping[str, int] | None) -> str:
    """A row of a file as a line, on one line."""
    if columns is None:
        return " ".join(", ".join(cell.strip() for cell in row).split())
    cells = {name: " ".join(row[at].split()) for name, at in columns.items() if at < len(row)}
    name, email, role = (cells.get(column, "") for column in COLUMNS)
    address = f"{name} <{email}>" if name or not email else email
    return f"{address}, {role}" if role else address


def _line(number: int, text: str, role: str) -> Line:
    if len(text) > LONGEST_LINE:
        return Line(number, text[:LONGEST_LINE] + "…", fault=_("This line is too long."))
    if "\x00" in text:
        return Line(number, text.replace("\x00", "�"), fault=_("This line holds characters that are no text."))
    if text.count("@") > 1 and (text.count("<") > 1 or _addresses(_cells(text)) > 1):
        return Line(number, text, fault=_("There is more than one address. Write one a line."))
    name, email, said = _parts(text)
    if not email:
        return Line(number, text, fault=_("There is no e-mail address."))
    known = _role(said) if said else role
    if not known:
        return Line(
            number,
            text,
            fault=_("“%(role)s” is no role. Write representative, contributor or reader.") % {"role": said},
        )
    return Line(number, text, Guest(email, known, name))


def _parts(text: str) -> tuple[str, str, str]:
    """Name, address and role, each "" when it is not there."""
    if envelope := ENVELOPE.fullmatch(text):
        return _bare(envelope["name"]), envelope["email"].strip(), envelope["role"].strip(" ,;\t")
    cells = _cells(text)
    at = next((place for place, cell in enumerate(cells) if "@" in cell), None)
    if at is None:
        return "", "", ""
    before, after = cells[:at], [cell for cell in cells[at + 1 :] if cell]
    said = next((cell for cell in (*after, *before) if _role(cell)), "")
    names = [cell for cell in (*before, *(after if said else ())) if cell and cell != said]
    roles = [said] if said else after
    words = cells[at].split()
    if len(words) > 1:  # parted by spaces only: Jane Roy jane@b.org contributor
        place = next(n for n, word in enumerate(words) if "@" in word)
        names += [" ".join(words[:place])]
        roles = [" ".join(words[place + 1 :]), *roles] if words[place + 1 :] else roles
        return _bare(" ".join(names)), words[place], roles[0] if roles else ""
    return _bare(", ".join(names)), cells[at], roles[0] if roles else ""


def _cells(text: str) -> list[str]:
    delimiter = next((mark for mark in "\t;," if mark in text), ",")
    try:
        row = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        row = text.split(delimiter)
    return [cell.strip() for cell in row]


def _addresses(cells: Sequence[str]) -> int:
    return sum("@" in word for cell in cells for word in cell.split())


def _bare(name: str) -> str:
    return " ".join(name.strip(" ,;\t\"'").split())


def _role(word: str) -> str:
    """The role that a word means, as its value or as pages write it; "" for none."""
    spelled = word.strip().rstrip(".").lower()
    known = {role.value: role.value for role in Role} | {str(role.label).lower(): role.value for role in Role}
    return known.get(spelled, known.get(spelled.removesuffix("s"), ""))
