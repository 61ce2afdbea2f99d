"""What a batch looks like from outside: how many rows stand how, which errors are alike, what to download."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from resources.importing.guessing import CHOSEN
from resources.importing.judging import mapping_of
from resources.importing.report import ABOUT
from resources.models import BatchState, ImportBatch, ImportRow, RowState, Side

MOST_ALIKE = 12  # groups that are shown; more come up as these are mended


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows stand how. Every row stands somewhere, so they add up to `rows`."""

    rows: int = 0
    waiting: int = 0
    good: int = 0
    bad: int = 0
    known: int = 0
    imported: int = 0
    taken_back: int = 0


def counts_of(batch: ImportBatch) -> Counts:
    """The counts, in one query."""
    return counts_by_batch([batch])[batch.pk]


def counts_by_batch(batches: Collection[ImportBatch]) -> dict[int, Counts]:
    """The counts of several batches by their numbers in the database, in one query."""
    found: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    rows = ImportRow.objects.filter(batch__in=found).order_by().values_list("batch", "state")
    for key, state, number in rows.annotate(number=Count("pk")):
        found[key][state] = number
    return {
        key: Counts(rows=sum(states.values()), **{state.value: states.get(state.value, 0) for state in RowState})
        for key, states in found.items()
    }


def progress(batch: ImportBatch, counts: Counts) -> tuple[int, int]:
    """How many rows the worker has done, and of how many."""
    if batch.state == BatchState.CHECKING:
        return counts.rows - counts.waiting, counts.rows
    if batch.state == BatchState.IMPORTING:
        return counts.imported, counts.imported + counts.good
    return counts.taken_back, counts.taken_back + counts.imported


@dataclass(frozen=True, slots=True)
class Alike:
    """The same error in the same cell text of several rows; `is_type`: a word of which the catalogue knows nothing."""

    column: str
    value: str
    reason: str
    meant: str
    rows: int
    is_type: bool


def alike(batch: ImportBatch) -> tuple[list[Alike], int]:
    """The most frequent errors that can be mended at once, and how many kinds there are beyond these."""
    type_column = mapping_of(batch).column_of("type")
    found: Counter[tuple[str, str, str, str]] = Counter()
    for faults in batch.rows.filter(state=RowState.BAD).values_list("faults", flat=True):
        found.update(tuple(fault) for fault in faults if fault[0] in batch.columns)
    worth = [
        Alike(column, value, reason, meant, rows, column == type_column)
        for (column, value, reason, meant), rows in found.most_common()
        if rows > 1 or column == type_column
    ]
    return worth[:MOST_ALIKE], max(0, len(worth) - MOST_ALIKE)


def read_columns(batch: ImportBatch) -> list[str]:
    """The headings that are read, in the order of the file."""
    read = {column for of in mapping_of(batch).columns.values() for column in of}
    return [column for column in batch.columns if column in read]


def rejected_lines(batch: ImportBatch) -> Iterator[Sequence[object]]:
    """Every row with errors as a line of a table: line, columns, cells and reasons, then the row as it stands now."""
    for row in batch.rows.filter(state=RowState.BAD).order_by("number").iterator():
        faults = row.faults or [["", "", "", ""]]
        told = ["; ".join(part for part in parts if part) for parts in zip(*faults, strict=True)][:3]
        yield [row.number, *told, *row.cells]


def rejected_columns(batch: ImportBatch) -> list[str]:
    """The headings of that table."""
    return [*ABOUT, *(f"{column} " if column in ABOUT else column for column in batch.columns)]


def template_columns(side: str) -> tuple[str, ...]:
    """The headings of a file to begin with: the names of the fields, which need no choosing."""
    return CHOSEN[Side(side)]


def explained(side: str) -> list[tuple[str, str]]:
    """What each column of such a file holds, in words."""
    words = {
        "type": _("What it is: a name or code of the catalogue. Needed."),
        "quantity": _("How many, in the unit of the type or in packs: a whole number. Needed."),
        "pack": _("The pack that the quantity counts, for example case-240 or “case of 240”; empty for single units."),
        "title": _("What exactly, for example “N95 respirator, size small”."),
        "description": _("Details, at most 4,000 characters."),
        "city": _("The city."),
        "state": _("The state, as its code or name. May be given once for all rows."),
        "contact": _("Whom to call. Members see it."),
        "explanation": _("Why words of money stay, where a row has any; admins read it."),
        "terms": _("gift, loan, service or data; a gift if empty."),
        "least_lot": _("The least quantity worth sending; 1 if empty."),
        "available_from": _("From which day, as 2026-04-30; today if empty."),
        "available_until": _("Until which day."),
        "expires_on": _("When the goods expire."),
        "return_on": _("By when a loan comes back; needed for loans."),
        "conditions": _("What the receiver must mind."),
        "severity": _("critical, high, medium or low. May be given once for all rows."),
        "needed_by": _("By which day; in 14 days if empty."),
    }
    return [(name, words[name]) for name in template_columns(side)]
