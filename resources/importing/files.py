"""Files that people upload, CSV or xlsx: whatever bytes they hold, the outcome is headings and rows, or a refusal.

Nothing is thrown away in silence: a file is taken whole or refused whole, and a row that does not fit says so.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

from django.utils.translation import gettext as _

from coalition.shared import uploads
from coalition.shared.errors import Invalid
from coalition.shared.sheets import raw_cell

LARGEST = 10_000_000  # bytes
MOST_ROWS = 10_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000  # characters; the longest text of an offer has 4,000
DELIMITERS = (",", ";", "\t")
ZIPPED = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # of the xls before 2007, and of workbooks with a password

Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, a cell for each heading, and what did not fit, in words."""

    number: int
    cells: list[str]
    misfit: str = ""


@dataclass(slots=True)
class Upload:
    """What a file holds. `notes` say what whoever uploaded it should know about how it was read."""

    columns: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def read(content: bytes) -> Upload:
    """The headings and rows of a CSV file or an xlsx workbook. Raises Invalid, for the field `file`."""
    from resources.importing.workbooks import numbered_rows  # noqa: PLC0415  # the library is loaded when first needed

    if not content.strip():
        refuse(_("The file is empty."))
    if len(content) > largest():
        refuse(too_large())
    if content.startswith(OLD_WORKBOOK):
        refuse(_("This is an old or locked workbook. Save it as xlsx without a password, or as CSV UTF-8."))
    notes: list[str] = []
    is_workbook = content.startswith(ZIPPED)
    rows = numbered_rows(content, notes) if is_workbook else _csv_rows(content, notes)
    return _made(rows, notes, ragged=is_workbook)


def largest() -> int:
    """The size of the largest file that is read, in bytes; the portal may take smaller ones only."""
    return min(LARGEST, uploads.largest())


def too_large() -> str:
    """What to do about a file that is larger than is taken."""
    return _("The file is larger than %(n)d MB. Divide it.") % {"n": largest() // 1_000_000}


def refuse(message: str) -> NoReturn:
    """Refuse the file."""
    raise Invalid(message, field="file")


def check_cell(text: str, *, number: int) -> None:
    """Raise Invalid for a cell that the portal does not keep."""
    if len(text) > LONGEST_CELL:
        told = {"n": number, "length": f"{len(text):,}", "most": f"{LONGEST_CELL:,}"}
        refuse(
            _("A cell in line %(n)d has %(length)s characters; %(most)s are taken. Is a quotation mark missing?") % told
        )
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text):
        refuse(_("Line %(n)d holds characters that are none. Save the file as CSV UTF-8.") % {"n": number})


def _made(rows: Iterable[Numbered], notes: list[str], *, ragged: bool) -> Upload:
    """The first row that holds something has the headings; below it, empty rows are none.

    In a `ragged` table empty cells at the end of a row are left out.
    """
    filled = (row for row in rows if any(cell.strip() for cell in row[1]))
    number, first = next(filled, (0, []))
    if not first:
        refuse(_("The file has no row that names its columns."))
    headings = [" ".join(name.split()) for name in first]
    while headings and not headings[-1]:
        headings.pop()
    _check_headings(headings, number)
    columns = [name or _("Column %(n)d") % {"n": place} for place, name in enumerate(headings, start=1)]
    found: list[Row] = []
    for number, cells in filled:
        if len(found) == MOST_ROWS:
            refuse(_("The file has more than %(n)s rows. Divide it.") % {"n": f"{MOST_ROWS:,}"})
        for cell in cells:
            check_cell(cell, number=number)
        raw = [raw_cell(cell) for cell in cells]
        left_out = len(columns) - len(raw) if ragged else 0
        found.append(_row(number, raw + [""] * left_out, len(columns)))
    if not found:
        refuse(_("There is no row below the headings."))
    return Upload(columns, found, notes)


def _check_headings(headings: list[str], number: int) -> None:
    if len(headings) > MOST_COLUMNS:
        told = {"n": f"{len(headings):,}", "most": MOST_COLUMNS}
        refuse(_("The file has %(n)s columns; %(most)d are taken. Leave out those that are not needed.") % told)
    for name in headings:
        check_cell(name, number=number)
        if len(name) > 200:
            refuse(_("A heading is longer than 200 characters. Is the first row the one that names the columns?"))
    named = [name.casefold() for name in headings if name]
    twice = next((name for name in headings if named.count(name.casefold()) > 1), "")
    if twice:
        refuse(_("Two columns are called “%(name)s”. Give one of them another heading.") % {"name": twice})


def _row(number: int, cells: list[str], width: int) -> Row:
    """A row with as many cells as there are headings. What had more or fewer says so, until somebody has looked."""
    surplus = [cell for cell in cells[width:] if cell.strip()]
    whole = [*cells[:width], *[""] * (width - len(cells))]
    if surplus:
        more = " · ".join(surplus)
        return Row(number, whole, _("The row has cells beyond the last heading: %(cells)s") % {"cells": more[:500]})
    if len(cells) < width:
        told = {"n": len(cells), "all": width}
        return Row(number, whole, _("The row has %(n)d cells, the first row names %(all)d.") % told)
    return Row(number, whole)


# CSV


def _csv_rows(content: bytes, notes: list[str]) -> Iterator[Numbered]:
    text = _decoded(content, notes)
    if "\x00" in text:
        refuse(_("This is neither CSV nor xlsx: it holds null characters."))
    delimiter = _delimiter(text)
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                refuse(
                    _("Line %(n)d cannot be read: %(why)s. Is a quotation mark missing?") % {"n": number, "why": error}
                )
            yield number, cells


def _decoded(content: bytes, notes: list[str]) -> str:
    """The text in UTF-8, in UTF-16 if it says so, or as spreadsheets on Windows write it, which is told."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        refuse(_("The file is in no encoding that is known here. Save it as CSV UTF-8."))
    notes.append(
        _("The file is not in UTF-8. It was read as Windows-1252: look whether letters with accents are right.")
    )
    return text


def _delimiter(text: str) -> str:
    """The sign that parts the most cells of the first line that holds something."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def cells(delimiter: str) -> int:
        return len(next(csv.reader([first], delimiter=delimiter), []))

    return max(DELIMITERS, key=cells) if len(first) <= LONGEST_CELL * MOST_COLUMNS else ","


@contextmanager
def _long_cells() -> Iterator[None]:
    """Cells of any length are read, so that one that is too long is told as that."""
    before = csv.field_size_limit(LARGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)
