"""Workbooks in xlsx: bounded before they are unpacked, read as values, with formulas told and never computed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from resources.importing.files import MOST_COLUMNS, Numbered, refuse

LARGEST_UNPACKED = 30_000_000  # bytes; a zip of 10 MB may hold a thousand times as much
MOST_PARTS = 500
MOST_CELLS = 200_000  # some seconds' work
LAST_ROW = 1_048_576  # of the format

# What the reader of such files raises for one that is broken: it was written for files that are not.
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)
BROKEN += (
    InvalidFileException,
    zlib.error,
    struct.error,
    SyntaxError,
    OSError,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    AssertionError,
)


def numbered_rows(content: bytes, notes: list[str]) -> Iterator[Numbered]:
    """The rows of the first sheet that can be seen, with their numbers there. Raises Invalid, for the field `file`."""
    _check_size(content)
    rows = _values(content, notes)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except BROKEN:  # no fault of ours hides here: what is yielded is handled outside
            refuse(_("The file calls itself a workbook, and cannot be read as one. Save it anew as xlsx or CSV UTF-8."))
        yield number, cells


def _check_size(content: bytes) -> None:
    """Look at the list of parts, and nothing else. A part that is longer than it says is cut off there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except BROKEN:
        refuse(_("The file calls itself a workbook, and cannot be read as one. Save it anew as xlsx or CSV UTF-8."))
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        refuse(_("This is no xlsx workbook. Save it as xlsx or CSV UTF-8."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        refuse(
            _("Unpacked, the workbook has more than %(n)d MB. Save the one sheet as CSV UTF-8.")
            % {"n": LARGEST_UNPACKED // 1_000_000}
        )


def _values(content: bytes, notes: list[str]) -> Iterator[Numbered]:
    """The rows that hold something. Only cells that are there are looked at, however far apart they stand."""
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not seen:
        refuse(_("The workbook has no sheet that can be seen."))
    if len(seen) > 1:
        told = {"n": len(seen), "name": seen[0].title}
        notes.append(_("The workbook has %(n)d sheets. The first, “%(name)s”, was read.") % told)
    # The library's own rows fill in every gap, up to a million; what it reads them from is used as it uses it itself.
    with book._archive.open(seen[0]._worksheet_path) as source:  # type: ignore[attr-defined]  # of a sheet read so
        parser = _Cells(source, book)
        for number, row in parser.parse():
            filled = {cell["column"]: text for cell in row if (text := _text(cell["value"]))}
            if filled:
                _check_place(number, max(filled))
                yield number, [filled.get(column, "") for column in range(1, max(filled) + 1)]
    notes += parser.notes()


def _check_place(number: int, column: int) -> None:
    if column > MOST_COLUMNS or number > LAST_ROW:
        told = {"n": number, "most": MOST_COLUMNS}
        refuse(
            _("Line %(n)d has cells beyond the %(most)d columns that are taken. Leave out what is not needed.") % told
        )


class _Cells(WorkSheetParser):
    """Rows as the cells in them, with the values that the spreadsheet computed last for its formulas."""

    def __init__(self, source: IO[bytes], book: Any) -> None:
        super().__init__(
            source,
            book.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.has_formulas = False
        self.cells = 0

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """The cell; a formula without a value is shown as what it is, and fits nowhere."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            refuse(_("The sheet has more than %(n)s cells. Save it as CSV UTF-8.") % {"n": f"{MOST_CELLS:,}"})
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is not None:
            self.has_formulas = True
            if cell["value"] is None:
                cell["value"] = f"={formula.text or ''}"
        return cell

    def notes(self) -> list[str]:
        """What was special about the cells."""
        notes = []
        if self.has_formulas:
            notes.append(_("Formulas were read as the values that the spreadsheet computed last."))
        if self.merged_cells:
            notes.append(_("Merged cells hold their value in the first of them; the others are empty."))
        return notes


def _text(value: Any) -> str:
    """A value as one would type it: whole numbers without a point, days and moments as ISO 8601 has them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
