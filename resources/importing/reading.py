"""Reading a CSV file strictly: whatever bytes it holds, the outcome is lines and rejections, never a guess."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with the whole row where `column` is empty; what was probably `meant`."""

    column: str
    value: str
    reason: str
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number in the file (of its first line, from 1) and its cells by column."""

    number: int
    cells: dict[str, str]

    def rejected(self, *faults: Fault) -> "Rejection":
        """The line as a rejection."""
        return Rejection(self.number, faults, tuple(self.cells.values()))


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not imported, with every fault that was found in it, and its cells as they were read."""

    line: int
    faults: tuple[Fault, ...]
    cells: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        return "; ".join(fault.column for fault in self.faults)

    @property
    def value(self) -> str:
        return "; ".join(fault.value for fault in self.faults)

    @property
    def reason(self) -> str:
        return " ".join(fault.reason for fault in self.faults)


@dataclass(slots=True)
class Table:
    """A file: its columns in order, and its rows, which can be walked through once."""

    columns: list[str]
    rows: Iterator[Line | Rejection]


def read(path: Path) -> Table:
    """The table in a CSV file in UTF-8, with or without byte order mark, whose first row names the columns.

    Raises Invalid when there is no usable first row. Rows that are none come as rejections.
    """
    try:
        with _opened(path) as file:
            columns = [name.strip() for name in next(csv.reader(file, strict=True))]
    except OSError as error:
        raise Invalid(_("The file cannot be opened: %(why)s.") % {"why": error.strerror}) from error
    except (StopIteration, csv.Error) as error:
        raise Invalid(_("The file has no first row that names its columns.")) from error
    _check_columns(columns)
    return Table(columns, _rows(path, columns))


def _opened(path: Path) -> TextIO:
    """Bytes that are no UTF-8 become letters that no text holds, so that their rows can be told."""
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _check_columns(columns: list[str]) -> None:
    if not any(columns) or any(_is_damaged(name) for name in columns):
        raise Invalid(_("The first row does not name columns. Is this a CSV file in UTF-8?"))
    twice = {name for name in columns if columns.count(name) > 1}
    if twice:
        raise Invalid(_("The column “%(name)s” is there twice.") % {"name": min(twice)})


def _rows(path: Path, columns: list[str]) -> Iterator[Line | Rejection]:
    with _opened(path) as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Rejection(number, (Fault("", "", _broken(number, reader.line_num, error)),))
                continue
            if cells:  # an empty line is no row
                yield _row(number, cells, columns)


def _row(number: int, cells: list[str], columns: list[str]) -> Line | Rejection:
    if len(cells) != len(columns):
        reason = _("The row has %(n)d cells, the first row names %(all)d.") % {"n": len(cells), "all": len(columns)}
        return Rejection(number, (Fault("", "", reason),), tuple(cells))
    line = Line(number, dict(zip(columns, cells, strict=True)))
    faults = [
        Fault(column, value, _("The text is not UTF-8, or holds null characters."))
        for column, value in line.cells.items()
        if _is_damaged(value)
    ]
    return line.rejected(*faults) if faults else line


def _is_damaged(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _broken(first: int, last: int, error: csv.Error) -> str:
    if last > first:
        return _("Lines %(first)d to %(last)d are no row: %(why)s.") % {"first": first, "last": last, "why": error}
    return _("This line is no row: %(why)s.") % {"why": error}
