"""Tables that leave the portal: what a spreadsheet would run is text in them."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.shared.sheets import FORMULA, csv_lines, csv_response, raw_cell, safe_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("  =1+1", "'  =1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("-12", "-12"),
        ("+5", "+5"),
        (-12, "-12"),
        ("Lakeview Health", "Lakeview Health"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        (None, ""),
        (0, "0"),
    ],
)
def test_no_cell_is_taken_for_a_formula(value, cell):
    assert safe_cell(value) == cell


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n")), min_size=1))
def test_a_row_comes_back_as_it_was_but_for_the_mark(row):
    (_names, read) = csv.reader(csv_lines(["column"] * len(row), [row]))
    assert read == [safe_cell(cell) for cell in row]
    assert [raw_cell(cell) for cell in read] == row
    assert not any(cell.lstrip(" ").startswith(FORMULA) and not cell.lstrip("+-").isdecimal() for cell in read)


def test_a_download_is_sent_row_by_row_in_utf8():
    answer = csv_response("members.csv", ["Name"], ([name] for name in ("Clínica", "=1")))
    assert answer.streaming
    assert b"".join(answer).decode("utf-8-sig") == "Name\r\nClínica\r\n'=1\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="members.csv"'
