from hypothesis import given
from hypothesis import strategies as st

from coalition.shared.differences import compared


def marks(one: str, other: str) -> tuple[str, str]:
    return tuple("".join("=" if line.is_shared else "!" for line in lines) for lines in compared(one, other))


def test_equal_texts_share_every_line() -> None:
    assert marks("a\nb", "a\nb") == ("==", "==")


def test_only_the_lines_that_differ_are_marked() -> None:
    assert marks("a\nb\nc", "a\nx\nc\nd") == ("=!=", "=!=!")


def test_an_empty_text_shares_nothing() -> None:
    assert marks("", "a") == ("", "!")


@given(st.text("ab\n", max_size=40), st.text("ab\n", max_size=40))
def test_no_line_is_lost_and_what_is_shared_is_the_same(one: str, other: str) -> None:
    ours, theirs = compared(one, other)
    assert [line.text for line in ours] == one.splitlines()
    assert [line.text for line in theirs] == other.splitlines()
    assert [line.text for line in ours if line.is_shared] == [line.text for line in theirs if line.is_shared]
