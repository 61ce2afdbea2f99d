"""What became of the plans and milestones of a file."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from projects.plan_files.reading import Record

POSTED, CHANGED, SAME, REFUSED = "posted", "changed", "same", "refused"
WORDS = {
    POSTED: gettext_lazy("New"),
    CHANGED: gettext_lazy("Changed"),
    SAME: gettext_lazy("As it was"),
    REFUSED: gettext_lazy("Refused"),
}


@dataclass(slots=True)
class Outcome:
    """What became of one plan or milestone of the file."""

    place: str
    title: str = ""
    address: str = ""
    what: str = SAME
    changed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        return str(WORDS[self.what])


@dataclass(slots=True)
class Report:
    """The outcomes in the order of the file: the plans, then the milestones."""

    outcomes: list[Outcome] = field(default_factory=list)

    def open(self, record: Record) -> Outcome:
        """The outcome of a record, to be filled in."""
        outcome = Outcome(record.place, title=str(record.values.get("title", "")))
        self.outcomes.append(outcome)
        return outcome

    def count(self, what: str) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)

    @property
    def told(self) -> list[Outcome]:
        """Those of which there is something to tell."""
        return [outcome for outcome in self.outcomes if outcome.what != SAME or outcome.notes]

    @property
    def changes(self) -> int:
        """How many were posted or changed."""
        return self.count(POSTED) + self.count(CHANGED)
