"""The check that files of tests share: every cell of the policy, and nothing told to whom it is not meant for."""

from collections.abc import Iterable

from tests.house.confidences import CONFIDENCES
from tests.house.doors import is_api, walk
from tests.house.policy import COLUMNS, ROWS
from tests.house.things import Things
from tests.house.visits import Visits, content_of, in_a_word


def rows_of(method: str, *, api: bool) -> list[str]:
    """The rows of a method, at the addresses of the API or at those of pages."""
    names = [name for name, route in walk() if is_api(route) == api]
    return [row for name in names if (row := f"{method} {name}") in ROWS]


def faults(things: Things, rows: Iterable[str]) -> list[str]:
    """Cells whose answer is not the written one, and answers that hold what their reader may not know."""
    visits = Visits(things)
    found = []
    for row in rows:
        method, _space, name = row.partition(" ")
        for column, written in zip(COLUMNS, ROWS[row], strict=True):
            answer = visits.ask(column, method, name)
            if (got := in_a_word(answer)) != written:
                found.append(f"{row} as {column}: {got}, written {written}")
            found += [f"{row} as {column} tells {words!r}" for words in told(column, content_of(answer))]
    return found


def told(column: str, content: bytes) -> list[str]:
    """The confidences in an answer that are not for the person of the column."""
    who = column.partition("/")[0]
    return [words for words, confidants in CONFIDENCES.items() if who not in confidants and words.encode() in content]
