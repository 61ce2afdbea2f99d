"""Uploaded files: whatever bytes they hold, they are taken whole, or refused with a sentence that helps."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from coalition.shared.errors import Invalid
from resources.importing import workbooks
from resources.importing.files import LONGEST_CELL, MOST_ROWS, read
from tests.resources.importing.making import repacked, saved, workbook

SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cells(content: bytes) -> list[list[str]]:
    return [row.cells for row in read(content).rows]


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(content)
    assert refused.value.field == "file"
    return str(refused.value)


# CSV


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"\xef\xbb\xbfa,b\r\n1,2\r\n",
        b"a;b\n1;2",
        b"a\tb\n1\t2",
        "a\tb\n1\t2".encode("utf-16"),
        b"\n\n,,\n a , b ,,\n\n1,2,,\n,,,\n",
        b'a,b\n"1","2"\n',
    ],
)
def test_a_table_is_read_however_it_was_saved(content: bytes) -> None:
    upload = read(content)
    assert (upload.columns, cells(content), upload.notes) == (["a", "b"], [["1", "2"]], [])


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert [row.number for row in read(b'a,b\n\n"x\ny",2\n3,4\n').rows] == [3, 5]


def test_what_windows_wrote_is_read_and_said() -> None:
    upload = read("Stück;Ort\n3;Zürich\n".encode("cp1252"))
    assert (upload.columns, upload.rows[0].cells) == (["Stück", "Ort"], ["3", "Zürich"])
    assert "Windows-1252" in upload.notes[0]


def test_a_row_that_does_not_fit_keeps_its_cells_and_says_so() -> None:
    less, more = read(b"a,b\n1\n1,2,3,,4\n").rows
    assert (less.cells, more.cells) == (["1", ""], ["1", "2"])
    assert less.misfit == "The row has 1 cells, the first row names 2."
    assert more.misfit == "The row has cells beyond the last heading: 3 · 4"


def test_a_column_without_heading_has_a_name_and_an_exported_cell_its_text() -> None:
    upload = read(b"a,,c\n'=1,'x,3\n")
    assert (upload.columns, upload.rows[0].cells) == (["a", "Column 2", "c"], ["=1", "'x", "3"])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n\r\n", "empty"),
        (b",,\n,,\n", "no row that names its columns"),
        (b"a,b\n\n,\n", "no row below the headings"),
        (b"a,A\n1,2\n", "Two columns are called"),
        (b"a,b\n1,\x002\n", "null characters"),
        (b"a,b\n\xff\x81,2\n", "no encoding that is known"),
        (b'a,b\n1,"2\n3,4\n', "quotation mark"),
        (b"a,b\n1," + b"x" * (LONGEST_CELL + 1), "10,001 characters"),
        (b",".join(b"c%d" % n for n in range(10_000)) + b"\n1\n", "10,000 columns"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), "more than 10,000 rows"),
        (b"a" * 10_000_001, "larger than 10 MB"),
        (b"x" * 300 + b"\n1\n", "A heading is longer"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content: bytes, why: str) -> None:
    assert why in refusal(content)


@given(st.binary(max_size=300) | st.text(alphabet='a1,;"\n\t', max_size=80).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_it(content: bytes) -> None:
    for begun in (content, b"PK\x03\x04" + content):
        try:
            upload = read(begun)
        except Invalid:
            continue
        assert all(len(row.cells) == len(upload.columns) for row in upload.rows)


# Workbooks


def test_a_workbook_gives_its_values_as_one_would_type_them() -> None:
    content = workbook(
        ["Item", "Qty", "Day", "At", "Sure"],
        ["n95", 400.0, date(2026, 4, 9), datetime(2026, 4, 9, 14, 5), True],  # noqa: DTZ001  # a spreadsheet knows no zones
        [],
        ["gown", 1.5, None, "", "=B2*2"],
    )
    upload = read(content)
    assert [(row.number, row.cells) for row in upload.rows] == [
        (2, ["n95", "400", "2026-04-09", "2026-04-09 14:05:00", "yes"]),
        (4, ["gown", "1.5", "", "", "=B2*2"]),  # no spreadsheet has computed it
    ]
    assert upload.notes == ["Formulas were read as the values that the spreadsheet computed last."]


def test_a_formula_that_was_computed_is_its_value() -> None:
    sheet = f'<worksheet {SPACE}><sheetData><row r="1"><c r="A1" t="str"><v>n</v></c></row>'
    sheet += '<row r="2"><c r="A2"><f>2*200</f><v>400</v></c></row></sheetData></worksheet>'
    assert cells(repacked(workbook(["x"]), SHEET, sheet.encode())) == [["400"]]


def test_the_first_sheet_that_can_be_seen_is_read_and_said() -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.sheet_state = "hidden"
    stock, other = book.create_sheet("Stock"), book.create_sheet("Other")
    stock.append(["a", "b"])
    stock.append(["1", "2"])
    stock.merge_cells("A2:B2")
    stock.cell(900_000, 3).fill = PatternFill("solid", "FF0000")
    other.append(["c"])
    upload = read(saved(book))
    assert upload.rows[0].cells == ["1", ""]
    assert len(upload.rows) == 1
    assert "“Stock”, was read" in upload.notes[0]
    assert "Merged cells" in upload.notes[1]


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        (b"not xml", "cannot be read"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "cannot be read"),
        (f'<worksheet {SPACE}><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>', "beyond"),
        (f'<worksheet {SPACE}><sheetData><row r="9999999"><c><v>1</v></c></row></sheetData></worksheet>', "beyond"),
        (b"<worksheet/>" + b" " * 31_000_000, "more than 30 MB"),
        (f'<worksheet {SPACE}><sheetData><row r="1"><c t="s"><v>99</v></c></row></sheetData></worksheet>', "cannot be"),
    ],
)
def test_a_hostile_workbook_is_refused(sheet: bytes | str, why: str) -> None:
    content = repacked(workbook(["a"], ["1"]), SHEET, sheet if isinstance(sheet, bytes) else sheet.encode())
    assert why in refusal(content)


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", 9)  # of 200,000, which take seconds
    assert "more than 9 cells" in refusal(workbook(*[["a", "b"]] * 5))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    sheet = f"<worksheet {SPACE}><sheetData>{'<row><c><v>1</v></c></row>' * 100_000}</sheetData></worksheet>".encode()
    content = bytearray(repacked(workbook(["a"]), SHEET, sheet))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    content[entry + 24 : entry + 28] = (900).to_bytes(4, "little")
    assert "cannot be read" in refusal(bytes(content))


def test_what_only_calls_itself_a_workbook_is_refused() -> None:
    whole = workbook(["a"], ["1"])
    assert "cannot be read" in refusal(b"PK\x03\x04 nothing")
    assert "cannot be read" in refusal(whole[:-200])
    assert "no xlsx workbook" in refusal(repacked_away(whole))
    assert "old or locked" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def repacked_away(content: bytes) -> bytes:
    return content.replace(b"xl/workbook.xml", b"xl/workbook.txt")
