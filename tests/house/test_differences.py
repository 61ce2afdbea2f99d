import time

from hypothesis import given
from hypothesis import strategies as st

from coalition.shared.differences import compared, rewritten


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


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [
        ("folded" if passage.is_folded else piece.fate.value, piece.text)
        for passage in rewritten(old, new)
        for piece in passage.pieces
    ]


def test_a_line_that_changed_is_told_word_by_word() -> None:
    old, new = "Ask all hospitals today\nLend", "Ask all clinics today\nLend"
    assert told(old, new) == [
        ("kept", "Ask all "),
        ("gone", "hospitals "),
        ("new", "clinics "),
        ("kept", "today"),
        ("kept", "Lend"),
    ]


def test_words_put_in_at_the_end_of_a_line_leave_what_stands_before_them() -> None:
    assert told("Ask all\nLend", "Ask all\nLend at once") == [
        ("kept", "Ask all"),
        ("kept", "Lend "),
        ("new", "at once"),
    ]


def test_lines_that_have_hardly_a_word_in_common_are_not_mixed() -> None:
    assert told("one two three", "four five six") == [("gone", "one two three"), ("new", "four five six")]


def test_kept_lines_far_from_a_change_are_folded() -> None:
    lines = [f"line {n}" for n in range(12)]
    assert told("\n".join([*lines, "end"]), "\n".join([*lines, "fin"])) == [
        ("folded", "\n".join(lines[:10])),
        ("kept", "line 10\nline 11"),
        ("gone", "end"),
        ("new", "fin"),
    ]


def test_an_empty_text_has_no_passages() -> None:
    assert rewritten("", "") == []
    assert told("", "a") == [("new", "a")]


def test_very_long_texts_are_compared_at_once() -> None:
    one, other = "a\n" * 20_000, "b\n" + "a\n" * 9_000 + "c\n" * 9_000
    started = time.monotonic()
    assert not all(passage.is_kept for passage in rewritten(one, other))
    compared(one, other)
    assert time.monotonic() - started < 5


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_the_passages_make_up_both_texts(old: str, new: str) -> None:
    for text, lost in ((old, "new"), (new, "gone")):
        parts = [
            "".join(piece.text for piece in passage.pieces if piece.fate.value != lost)
            for passage in rewritten(old, new)
        ]
        assert "".join("".join(parts).split()) == "".join(text.split())
