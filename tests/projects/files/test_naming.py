"""What is shown of the names that people give their files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.files.naming import LONGEST, ending_of, safe_name

NAMES = {
    "report.pdf": "report.pdf",
    "Übersicht Q1.csv": "Übersicht Q1.csv",
    "plan v1.2.pdf": "plan v1.2.pdf",
    "../../etc/passwd.txt": "passwd.txt",
    "C:\\Users\\x\\plan.txt": "plan.txt",
    "a\x00b.txt": "ab.txt",
    "a\r\nSet-Cookie: x.txt": "aSet-Cookie_ x.txt",
    "in\u202efdp.exe": "infdp.exe",
    "zero\u200bwidth.pdf": "zerowidth.pdf",
    'quote".pdf': "quote_.pdf",
    "<img src=x onerror=alert(1)>.png": "_img src=x onerror=alert(1)_.png",
    "evil.exe.pdf": "evil_exe.pdf",
    "evil.svg.html.pdf": "evil_svg_html.pdf",
    "CON.txt": "_CON.txt",
    " spaced  out .pdf": "spaced out.pdf",
    "trailing.pdf. . ": "trailing.pdf",
    "100%.csv": "100_.csv",
    ".pdf": "pdf",
    "": "file",
    "...": "file",
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items())
def test_a_name_is_shown_without_what_could_deceive(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = safe_name("x" * 5000 + ".pdf")
    assert len(shown) == LONGEST
    assert shown.endswith("x.pdf")


@given(st.text(max_size=300))
def test_whatever_the_name_it_is_short_seen_and_stays_the_same(name: str) -> None:
    shown = safe_name(name)
    assert 0 < len(shown) <= LONGEST
    assert shown.isprintable()
    assert not set('/\\<>:"|?*%') & set(shown)
    assert safe_name(shown) == shown


def test_the_ending_that_counts_is_the_one_that_is_shown() -> None:
    assert ending_of("in\u202efdp.EXE") == "exe"
    assert ending_of("a.pdf ") == "pdf"
    assert ending_of("noending") == ""
