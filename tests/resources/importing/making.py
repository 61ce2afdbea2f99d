"""Files to be imported, made for the tests."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADINGS = "Item,Qty,State,Notes"
CLEAN = f"{HEADINGS}\nn95-respirator,400,CA,Boxes of 20\nisolation-gown,80,Oregon,\n"
# Two rows in order, and one with each of: a word of no type, no number, no state, too few cells.
DIRTY = f"{CLEAN}jetpack,1,CA,\nswab,many,CA,\nswab,10,Calfornia,\nswab,10\n"


def workbook(*rows: Sequence[Any], sheet: str = "Stock") -> bytes:
    """An xlsx file with these rows."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The file of a workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, part: str, text: bytes) -> bytes:
    """A workbook in which one part holds something else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return made.getvalue()
