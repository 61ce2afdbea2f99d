"""Reading CSV files: every byte ends in a line or in a rejection with its place."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.shared.errors import Invalid
from resources.importing.reading import Line, Rejection, read


def rows(path: Path, content: bytes) -> list[Line | Rejection]:
    path.write_bytes(content)
    return list(read(path).rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_lines_carry_their_number_and_their_cells_by_column(path: Path) -> None:
    assert rows(path, b"item, qty\nmask,5\n\ngown,7\n") == [
        Line(2, {"item": "mask", "qty": "5"}),
        Line(4, {"item": "gown", "qty": "7"}),
    ]


def test_a_quoted_cell_may_hold_lines_and_the_next_number_is_right(path: Path) -> None:
    found = rows(path, b'item,qty\n"mask,\nsmall",5\ngown,7\n')
    assert [line.cells["item"] for line in found] == ["mask,\nsmall", "gown"]
    assert [row.number for row in found if isinstance(row, Line)] == [2, 4]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfitem,qty\r\nmask,5\r\n", b"item,qty\rmask,5"])
def test_marks_and_line_ends_of_other_systems_are_no_matter(content: bytes, path: Path) -> None:
    assert rows(path, content) == [Line(2, {"item": "mask", "qty": "5"})]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b"mask,5,6", "", "The row has 3 cells, the first row names 2."),
        (b"mask", "", "The row has 1 cells, the first row names 2."),
        (b"m\xe4sk,5", "item", "The text is not UTF-8, or holds null characters."),
        (b"mask,5\x00", "qty", "The text is not UTF-8, or holds null characters."),
        (b'"mask"x,5', "", "This line is no row: ',' expected after '\"'."),
    ],
)
def test_what_is_no_row_is_rejected_and_the_next_is_read(line: bytes, column: str, reason: str, path: Path) -> None:
    first, second = rows(path, b"item,qty\n" + line + b"\ngown,7\n")
    assert isinstance(first, Rejection)
    assert (first.line, first.column, first.reason) == (2, column, reason)
    assert second == Line(3, {"item": "gown", "qty": "7"})


def test_a_quote_that_never_closes_is_rejected_with_the_lines_it_swallowed(path: Path) -> None:
    (only,) = rows(path, b'item,qty\n"mask,5\ngown,7\nswab,9\n')
    assert isinstance(only, Rejection)
    assert only.line == 2
    assert "Lines 2 to 4 are no row" in only.reason


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfei\x00t\x00", b"\x00\x01\x02", b'"item', b",,\n"])
def test_a_file_without_a_first_row_is_refused(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(Invalid):
        read(path)


def test_a_column_twice_is_refused_and_so_is_a_file_that_is_not_there(path: Path) -> None:
    path.write_bytes(b"item,qty,item\n")
    with pytest.raises(Invalid, match="“item” is there twice"):
        read(path)
    with pytest.raises(Invalid, match="cannot be opened"):
        read(path.with_name("nowhere.csv"))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(b"item,qty\n" + content)
        for row in read(path).rows:
            assert isinstance(row, Line | Rejection)
            if isinstance(row, Line):
                assert set(row.cells) == {"item", "qty"}
                "".join(row.cells.values()).encode()
