"""Tables that leave the portal as CSV, opened by whoever gets them in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something older


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula; a plain number, also below zero, stays as it is.

    The mark is an apostrophe. What looks marked already is marked once more, so that `raw_cell` gives every text back.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if _is_formula(text) or _is_marked(text) else text


def raw_cell(cell: str) -> str:
    """The text that `safe_cell` made the cell of."""
    return cell[1:] if _is_marked(cell) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip(" ").startswith(FORMULA) and not text.lstrip("+-").isdecimal()


def _is_marked(text: str) -> bool:
    """Whether it is apostrophes before a formula."""
    return text.startswith("'") and _is_formula(text.lstrip("'"))


def csv_lines(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The table line by line, the names of its columns first (RFC 4180), each cell safe."""
    writer = csv.writer(_Echo())
    yield writer.writerow([safe_cell(column) for column in columns])
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def csv_response(name: str, columns: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download of the file `name`, sent row by row, so that it may be long."""

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        yield from csv_lines(columns, rows)

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


class _Echo:
    """A file that hands back what is written to it; `writerow` then gives the line."""

    def write(self, line: str) -> str:
        return line
