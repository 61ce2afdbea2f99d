"""What became of the rows of a file: counts that add up, and the rejected rows as a file to mend and read again."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from coalition.shared.sheets import safe_cell
from resources.importing.reading import Rejection

ABOUT = ("rejected_line", "rejected_column", "rejected_value", "reason")


@dataclass(slots=True)
class Report:
    """How many rows were read, and into how many offers or requests they went."""

    columns: list[str]
    rows: int = 0
    posted: int = 0
    posted_rows: int = 0
    known: int = 0
    known_rows: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Whether every row was imported, known already, or rejected."""
        return self.rows == self.posted_rows + self.known_rows + len(self.rejections)

    def reasons(self) -> list[tuple[str, int]]:
        """The reasons with how often each was given, the most frequent first."""
        given = Counter(fault.reason for rejection in self.rejections for fault in rejection.faults)
        return given.most_common()


def write_rejects(report: Report, path: Path) -> None:
    """Write the rejected rows in the order of the file: line, column, value and reason, then the row as it was."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*ABOUT, *report.columns])
        for rejection in sorted(report.rejections, key=lambda rejection: rejection.line):
            about = [str(rejection.line), rejection.column, rejection.value, rejection.reason]
            writer.writerow([safe_cell(cell) for cell in (*about, *rejection.cells)])
