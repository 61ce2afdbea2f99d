"""Two texts compared: side by side line by line, or one into the other word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST_WORK = 4_000_000  # pairs of words; two texts beyond it are told as one taken out and one put in


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one text, and whether the other text has it too at this place."""

    text: str
    is_shared: bool


def compared(one: str, other: str) -> tuple[list[Line], list[Line]]:
    """The lines of both texts, each marked by whether the other has it."""
    ours, theirs = one.splitlines(), other.splitlines()
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    shared_ours = {block.a + i for block in blocks for i in range(block.size)}
    shared_theirs = {block.b + i for block in blocks for i in range(block.size)}
    return (
        [Line(text, number in shared_ours) for number, text in enumerate(ours)],
        [Line(text, number in shared_theirs) for number, text in enumerate(theirs)],
    )


class Fate(Enum):
    """What became of a piece of text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words on end that share a fate."""

    text: str
    fate: Fate

    @property
    def is_kept(self) -> bool:
        return self.fate is Fate.KEPT

    @property
    def is_gone(self) -> bool:
        return self.fate is Fate.GONE


def reworded(old: str, new: str) -> list[Piece]:
    """How the old text becomes the new one, word by word: kept and gone pieces make the one, kept and new the other.

    A word takes the white space behind it along. What is taken out stands before what is put in for it.
    """
    before, after = _words(old), _words(new)
    if len(before) * len(after) > MOST_WORK and old != new:
        return _pieces([(Fate.GONE, old), (Fate.NEW, new)])
    steps: list[tuple[Fate, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            steps.append((Fate.KEPT, "".join(before[a:b])))
        else:
            steps += [(Fate.GONE, "".join(before[a:b])), (Fate.NEW, "".join(after[c:d]))]
    return _pieces(steps)


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1, by their words whatever the order."""
    return SequenceMatcher(None, sorted(one.split()), sorted(other.split()), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    """White space at the beginning is a word of its own, so that the words make up the text."""
    return re.findall(r"^\s+|\S+\s*", text)


def _pieces(steps: list[tuple[Fate, str]]) -> list[Piece]:
    return [Piece(text, fate) for fate, text in steps if text]
