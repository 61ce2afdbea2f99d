"""What changed from one version to another, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from coalition.shared.differences import Fate, reworded
from members.charter_differences import Wording, between
from members.drafting import Written

OPEN = Written("In the open", "Plans lie open for all members to read.")
PAID = Written("Nobody is paid", "Everybody brings their own people and goods.")
WORD = Written("A word is enough", "When two have spoken and agree, they begin.")


def kinds(old: list[Written], new: list[Written]) -> list[tuple[str, int | None, int | None]]:
    found = between(Wording("Charter", "We act.", old), Wording("Charter", "We act.", new))
    return [(change.kind, change.was, change.now) for change in found.principles]


def test_nothing_differs() -> None:
    found = between(Wording("Charter", "We act.", [OPEN]), Wording("Charter", "We act.", [OPEN]))
    assert found.is_empty
    assert found.counts == {"changed": 0, "added": 0, "removed": 0, "moved": 0, "kept": 1}


def test_line_ends_make_no_difference() -> None:
    assert between(Wording("A", "One.\r\nTwo.", []), Wording("A", "One.\nTwo.", [])).is_empty


def test_a_principle_put_in_moves_no_other() -> None:
    assert kinds([OPEN, PAID], [WORD, OPEN, PAID]) == [("added", None, 1), ("kept", 1, 2), ("kept", 2, 3)]


def test_a_removed_principle_stands_where_it_stood() -> None:
    assert kinds([OPEN, PAID, WORD], [OPEN, WORD]) == [("kept", 1, 1), ("removed", 2, None), ("kept", 3, 2)]
    assert kinds([OPEN, PAID], [PAID]) == [("removed", 1, None), ("kept", 2, 1)]


def test_one_that_goes_to_another_place_has_moved_and_the_others_have_not() -> None:
    assert kinds([OPEN, PAID, WORD], [PAID, WORD, OPEN]) == [("kept", 2, 1), ("kept", 3, 2), ("moved", 1, 3)]


def test_one_under_another_title_is_known_by_its_words() -> None:
    renamed = Written("Openness", OPEN.text)
    assert kinds([OPEN, PAID], [PAID, renamed]) == [("kept", 2, 1), ("changed", 1, 2)]


def test_what_has_nothing_in_common_is_removed_and_added() -> None:
    assert kinds([OPEN], [WORD]) == [("removed", 1, None), ("added", None, 1)]


def test_words_are_told_apart() -> None:
    pieces = reworded("Plans lie open for members.", "All plans lie open for members and guests.")
    assert [(piece.fate.value, piece.text) for piece in pieces] == [
        ("gone", "Plans "),
        ("new", "All plans "),
        ("kept", "lie open for "),
        ("gone", "members."),
        ("new", "members and guests."),
    ]


def test_texts_too_long_to_compare_word_by_word_are_told_whole() -> None:
    old, new = "a " * 3000, "a " * 2999 + "b"
    assert [piece.fate for piece in reworded(old, new)] == [Fate.GONE, Fate.NEW]


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_no_character_is_lost(old: str, new: str) -> None:
    pieces = reworded(old, new)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.GONE) == new


WRITTEN = st.builds(Written, st.sampled_from("ABCD"), st.text("ab ", min_size=1, max_size=8))


@given(st.lists(WRITTEN, max_size=6), st.lists(WRITTEN, max_size=6))
def test_each_principle_of_both_is_told_once(old: list[Written], new: list[Written]) -> None:
    changes = between(Wording("A", "A", old), Wording("A", "A", new)).principles
    assert [change.now for change in changes if change.now] == list(range(1, len(new) + 1))
    assert sorted(change.was for change in changes if change.was) == list(range(1, len(old) + 1))
