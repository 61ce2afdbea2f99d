"""Two texts side by side, line by line, with the lines marked that only one of them has."""

from dataclasses import dataclass
from difflib import SequenceMatcher


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
