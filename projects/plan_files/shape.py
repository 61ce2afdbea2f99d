"""What a file of plans holds: the fields of a plan and of a milestone, by the names that the API gives them."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "day", "words", "numbers"]

FORMAT = "coalition-plans"
EDITION = 1  # of the format; goes up when a file of before could no longer be read
LARGEST = 1_000_000  # bytes of a file that is read
MOST_PLANS, MOST_MILESTONES = 2000, 20_000  # in one file


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a file. `told` ones are written for the reader; what a file says of them changes nothing."""

    name: str
    kind: Kind = "text"
    told: bool = False


PLAN = (
    Field("id", "number"),
    Field("version", "number"),
    Field("title"),
    Field("purpose"),
    Field("plan"),
    Field("help_wanted"),
    Field("workgroup"),
    Field("themes", "words"),
    Field("states", "words"),
    Field("organization", told=True),
    Field("status", told=True),
    Field("partners", "words", told=True),
    Field("owners", "words", told=True),
    Field("posted_at", told=True),
    Field("edited_at", told=True),
)
MILESTONE = (
    Field("id", "number"),
    Field("version", "number"),
    Field("project", "number"),
    Field("title"),
    Field("organization"),
    Field("starts_on", "day"),
    Field("due_on", "day"),
    Field("status"),
    Field("progress", "number"),
    Field("waits_for", "numbers"),
    Field("first_due_on", "day", told=True),
    Field("reached_on", "day", told=True),
)


def names(fields: tuple[Field, ...]) -> list[str]:
    """The names of the fields, in the order in which they are written."""
    return [field.name for field in fields]
