"""Two texts compared: side by side line by line, or one into the other word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST_WORK = 4_000_000  # pairs of words; two texts beyond it are told as one taken out and one put in
MOST_LINES = 1_000_000  # pairs of lines, likewise
ALIKE = 0.35  # lines less alike than this are told as taken out and put in, not word by word
AROUND = 2  # kept lines shown before and after what changed


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one text, and whether the other text has it too at this place."""

    text: str
    is_shared: bool


def compared(one: str, other: str) -> tuple[list[Line], list[Line]]:
    """The lines of both texts, each marked by whether the other has it."""
    ours, theirs = one.splitlines(), other.splitlines()
    steps = list(_steps(ours, theirs))
    return (
        [Line(text, step.is_kept) for step in steps for text in ours[step.old]],
        [Line(text, step.is_kept) for step in steps for text in theirs[step.new]],
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


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines on end: kept as they were, perhaps folded away, or rewritten into one another word by word."""

    pieces: list[Piece]
    lines: int
    is_folded: bool = False

    @property
    def is_kept(self) -> bool:
        return all(piece.is_kept for piece in self.pieces)


def rewritten(old: str, new: str) -> list[Passage]:
    """How the lines of the old text become those of the new one; kept lines far from any change are folded."""
    before, after = old.splitlines(), new.splitlines()
    steps = list(_steps(before, after))
    passages: list[Passage] = []
    for place, step in enumerate(steps):
        if step.is_kept:
            passages += _kept(before[step.old], is_first=place == 0, is_last=place == len(steps) - 1)
        else:
            was, now = "\n".join(before[step.old]), "\n".join(after[step.new])
            passages.append(Passage(_turned(was, now), max(len(before[step.old]), len(after[step.new]))))
    return passages


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1, by their words whatever the order."""
    return SequenceMatcher(None, sorted(one.split()), sorted(other.split()), autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of the old lines that became one of the new."""

    is_kept: bool
    old: slice
    new: slice


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    """Of long texts only what stands before and behind the first and the last difference is found to be kept."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    rest_old, rest_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield _Step(True, slice(0, head), slice(0, head))
    if len(rest_old) * len(rest_new) > MOST_LINES:
        yield _Step(False, slice(head, head + len(rest_old)), slice(head, head + len(rest_new)))
    else:
        for word, a, b, c, d in SequenceMatcher(None, rest_old, rest_new, autojunk=False).get_opcodes():
            yield _Step(word == "equal", slice(head + a, head + b), slice(head + c, head + d))
    if tail:
        yield _Step(True, slice(len(old) - tail, len(old)), slice(len(new) - tail, len(new)))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines at the beginning are the same."""
    number = 0
    while number < min(len(one), len(other)) and one[number] == other[number]:
        number += 1
    return number


def _turned(was: str, now: str) -> list[Piece]:
    """Word by word, unless hardly a word is the same: then one text goes and the other comes."""
    few = len(was.split()) * len(now.split()) <= MOST_WORK
    if few and likeness(was, now) >= ALIKE:
        return _spaced(was, now)
    return _pieces([(Fate.GONE, was), (Fate.NEW, now)])


def _spaced(was: str, now: str) -> list[Piece]:
    """As `reworded`, but the white space behind a word makes it no other word: lines may be broken anew."""
    before, after = _words(was), _words(now)
    same = SequenceMatcher(None, [word.rstrip() for word in before], [word.rstrip() for word in after], autojunk=False)
    steps: list[tuple[Fate, str]] = []
    for step, a, b, c, d in same.get_opcodes():
        if step == "equal":
            steps.append((Fate.KEPT, "".join(after[c:d])))
        else:
            steps += [(Fate.GONE, "".join(before[a:b])), (Fate.NEW, "".join(after[c:d]))]
    return _apart(_pieces(steps))


def _apart(pieces: list[Piece]) -> list[Piece]:
    """With a space between a word at the end of a line and what is put in behind it."""
    spaced = [Piece(f"{piece.text} ", piece.fate) if not piece.text[-1].isspace() else piece for piece in pieces[:-1]]
    return [*spaced, *pieces[-1:]]


def _kept(lines: Sequence[str], *, is_first: bool, is_last: bool) -> list[Passage]:
    """The kept lines, the middle of many folded."""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) - head - tail <= AROUND:
        return [_plain(lines)]
    parts = [
        (lines[:head], False),
        (lines[head : len(lines) - tail], True),
        (lines[len(lines) - tail :], False),
    ]
    return [_plain(part, is_folded=is_folded) for part, is_folded in parts if part]


def _plain(lines: Sequence[str], *, is_folded: bool = False) -> Passage:
    return Passage([Piece("\n".join(lines), Fate.KEPT)], len(lines), is_folded)


def _words(text: str) -> list[str]:
    """White space at the beginning is a word of its own, so that the words make up the text."""
    return re.findall(r"^\s+|\S+\s*", text)


def _pieces(steps: list[tuple[Fate, str]]) -> list[Piece]:
    return [Piece(text, fate) for fate, text in steps if text]
