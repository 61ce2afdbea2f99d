"""Lists of people to invite, in every form in which people keep them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.shared.errors import DomainError, Invalid
from members.guest_lists import LARGEST_FILE, lines_of_file, read

JANE = ("Jane Roe", "jane@b.org", "contributor")


def guest_of(text: str, role: str = "reader") -> tuple[str, str, str] | str:
    [line] = read(text, role=role)
    return (line.guest.name, line.guest.email, line.guest.role) if line.guest else line.fault


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe <jane@b.org>, contributor",
        '"Jane Roe" <jane@b.org>, Contributor',
        "Jane Roe <jane@b.org>; contributor",
        "Jane Roe <jane@b.org> contributors",
        "Jane Roe, jane@b.org, contributor",
        "Jane Roe;jane@b.org;contributor",
        "Jane Roe\tjane@b.org\tcontributor",
        "jane@b.org, contributor, Jane Roe",
        "contributor, Jane Roe, jane@b.org",
        "Jane Roe jane@b.org contributor",
        "  Jane   Roe  < jane@b.org > , CONTRIBUTOR. ",
    ],
)
def test_a_line_may_be_written_in_any_usual_form(text):
    assert guest_of(text) == JANE


@pytest.mark.parametrize("text", ["jane@b.org", "<jane@b.org>", " jane@b.org ,", "jane@b.org,,"])
def test_name_and_role_may_be_left_out(text):
    assert guest_of(text) == ("", "jane@b.org", "reader")


def test_a_name_may_hold_a_comma():
    assert guest_of('"Roe, Jane" <jane@b.org>, contributor') == ("Roe, Jane", "jane@b.org", "contributor")
    assert guest_of('"Roe, Jane",jane@b.org,contributor') == ("Roe, Jane", "jane@b.org", "contributor")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Jane Roe", "no e-mail address"),
        ("Jane <>", "no e-mail address"),
        ("jane@b.org, Jane Roe", "“Jane Roe” is no role"),
        ("jane@b.org, boss", "“boss” is no role"),
        ("Jane <jane@b.org>, admin", "“admin” is no role"),
        ("jane@b.org, john@b.org", "more than one address"),
        ("Jane <jane@b.org>, John <john@b.org>", "more than one address"),
        ("jane@b.org john@b.org", "more than one address"),
        ("x" * 401 + "@b.org", "too long"),
        ("jane\x00@b.org", "no text"),
    ],
)
def test_what_cannot_be_read_says_why(text, fault):
    assert fault in guest_of(text)


def test_lines_keep_their_numbers_and_empty_ones_are_none():
    lines = read("\njane@b.org\n\n\njohn@b.org\n", role="reader")
    assert [line.number for line in lines] == [2, 5]


def test_a_pasted_first_row_of_column_names_is_no_person():
    assert [line.guest.email for line in read("Name,E-mail,Role\nJane,jane@b.org,reader", role="reader")] == [
        "jane@b.org"
    ]


def test_there_are_at_most_500_lines():
    with pytest.raises(Invalid, match="501 lines"):
        read("\n".join(f"p{n}@b.org" for n in range(501)), role="reader")


TABLE = "name,email,role\r\nJané Roe,jane@b.org,contributor\r\n,john@b.org,\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_every_encoding_that_spreadsheets_write(encoding):
    lines = read(lines_of_file(TABLE.encode(encoding)), role="reader")
    assert [(line.guest.name, line.guest.email, line.guest.role) for line in lines] == [
        ("Jané Roe", "jane@b.org", "contributor"),
        ("", "john@b.org", "reader"),
    ]


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_columns_may_come_in_any_order_and_with_any_mark(mark):
    table = f"Role{mark}E-mail address{mark}Department{mark}Name\ncontributor{mark}jane@b.org{mark}X{mark}Jane Roe\n"
    [line] = read(lines_of_file(table.encode()), role="reader")
    assert (line.guest.name, line.guest.email, line.guest.role) == JANE


def test_a_file_without_column_names_is_read_like_lines():
    [line] = read(lines_of_file(b"Jane Roe,jane@b.org,contributor"), role="reader")
    assert (line.guest.name, line.guest.email, line.guest.role) == JANE


def test_a_file_of_something_else_is_refused():
    for content in (b"PK\x03\x04\x00\x00", b"a\x00b"):
        with pytest.raises(Invalid, match="no CSV file"):
            lines_of_file(content)
    with pytest.raises(Invalid, match="larger than"):
        lines_of_file(b"x" * (LARGEST_FILE + 1))
    assert lines_of_file(b"") == ""


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text):
    for line in read(text, role="reader"):
        assert bool(line.guest) != bool(line.fault)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reading(content):
    try:
        text = lines_of_file(content)
    except DomainError:
        return
    read(text, role="reader")
