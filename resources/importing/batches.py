"""A file of offers or requests on its way in: uploaded, read by chosen columns, mended, imported, taken back.

Until rows are imported nothing of it is seen by anybody but the writers of the organization. The work on many rows is
done in `working`, by a worker; these verbs say what is to be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict, Invalid
from members import overdue
from members.models import Organization, Person
from resources import permissions
from resources.importing.files import LONGEST_CELL, Upload
from resources.importing.guessing import plain
from resources.importing.judging import Judge
from resources.importing.mapping import NEEDED
from resources.models import BatchState, ImportBatch, ImportMemory, ImportRow, ResourceType, RowState, Side
from resources.models.importing import BATCH_TRANSITIONS

MOST_BATCHES = 50  # of one organization at a time
LONGEST_NAME = 200
MOST_WORDS = 1000  # remembered of one organization
MOST_FACTOR = 1_000_000


@transaction.atomic
def receive_file(
    upload: Upload, *, organization: Organization, actor: Person, side: str, file_name: str
) -> ImportBatch:
    """Keep a file that was read, for its columns to be chosen. Raises NotAllowed, or Conflict (`too_many_imports`)."""
    _check_may_import(organization, actor)
    if organization.import_batches.count() >= MOST_BATCHES:
        raise Conflict(
            _("There are %(n)d imports already. Throw away those that are done with.") % {"n": MOST_BATCHES},
            code="too_many_imports",
        )
    batch = ImportBatch.objects.create(
        organization=organization,
        side=Side(side),
        file_name=file_name.replace("\x00", "")[-LONGEST_NAME:] or _("File without a name"),
        note="\n".join(upload.notes),
        columns=upload.columns,
        uploaded_by=actor,
        asked_by=actor,
    )
    rows = (ImportRow(batch=batch, number=row.number, cells=row.cells, misfit=row.misfit) for row in upload.rows)
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    return batch


@transaction.atomic
def choose_columns(batch: ImportBatch, chosen: Mapping[str, Any], *, actor: Person) -> ImportBatch:
    """Say which column is which field, remember it for the organization, and have all rows checked anew.

    `chosen` has the shape of `ImportBatch.mapping`. What is imported stays; what was taken back can be imported again.
    Raises NotAllowed, Invalid with the field, or Conflict (`import_is_working`).
    """
    batch = locked(batch, actor)
    _check_chosen(batch, chosen)
    batch.mapping = {**batch.mapping, **chosen}
    _remember(batch)
    rows = batch.rows.exclude(state=RowState.IMPORTED)
    rows.update(state=RowState.WAITING, offer=None, request=None)
    return _begin(batch, BatchState.CHECKING, actor)


@transaction.atomic
def give_meaning(batch: ImportBatch, *, actor: Person, word: str, slug: str, factor: int = 1) -> ImportBatch:
    """Say for which type of the catalogue a word of the file stands, and how many of its units one is.

    It is remembered, and the rows that say it are checked anew. Raises as `choose_columns` does.
    """
    batch = _checked(batch, actor)
    if not ResourceType.objects.active().filter(slug=slug).exists():
        raise Invalid(_("Choose a type from the list."), field="slug")
    if not 1 <= factor <= MOST_FACTOR:
        raise Invalid(_("One is from 1 to %(n)s units.") % {"n": f"{MOST_FACTOR:,}"}, field="factor")
    words = {**batch.mapping.get("types", {}), word.strip()[:LONGEST_NAME]: {"slug": slug, "factor": factor}}
    batch.mapping = {**batch.mapping, "types": words}
    _remember(batch)
    (column,) = batch.mapping["columns"]["type"]
    said = [row.pk for row in _bad_rows(batch) if row.cells[batch.columns.index(column)].strip() == word.strip()]
    ImportRow.objects.filter(pk__in=said).update(state=RowState.WAITING)
    return _begin(batch, BatchState.CHECKING, actor)


@transaction.atomic
def replace_alike(batch: ImportBatch, *, actor: Person, column: str, old: str, new: str) -> int:
    """Write `new` for `old` in one column of every row with errors, and have these checked anew; returns how many.

    Raises as `choose_columns` does.
    """
    batch = _checked(batch, actor)
    if column not in batch.columns:
        raise Invalid(_("The file has no such column."), field="column")
    check_text(new)
    place = batch.columns.index(column)
    changed = [row for row in _bad_rows(batch) if row.cells[place] == old]
    for row in changed:
        row.cells[place] = new
        row.version += 1
        row.state = RowState.WAITING
    ImportRow.objects.bulk_update(changed, ["cells", "version", "state"], batch_size=1000)
    _begin(batch, BatchState.CHECKING, actor)
    return len(changed)


@dataclass(frozen=True, slots=True)
class Mend:
    """What was typed into a row: the version on the page, cells by their place, and why words of money stay."""

    version: int
    cells: Mapping[int, str]
    explanation: str | None = None


@transaction.atomic
def mend_rows(batch: ImportBatch, mends: Mapping[int, Mend], *, actor: Person) -> dict[str, int]:
    """Write what was typed into rows with errors, by their numbers in the database, and check them at once.

    Returns how many are in order now (`good`), still bad (`bad`), or were changed by somebody else meanwhile and are
    left as they are (`passed_over`). Raises NotAllowed, Invalid, or Conflict (`import_is_working`).
    """
    batch = _checked(batch, actor)
    rows = list(batch.rows.filter(pk__in=mends, state=RowState.BAD).order_by("number"))
    current = [row for row in rows if row.version == mends[row.pk].version]
    for row in current:
        for place, text in mends[row.pk].cells.items():
            check_text(text)
            row.cells[place] = text
        explanation = mends[row.pk].explanation
        if explanation is not None:
            check_text(explanation)
            row.explanation = explanation
        row.misfit = ""  # whoever saves the row has seen which cell stands where
        row.version += 1
    Judge(batch, actor).judge(current)
    _touch(batch, actor)
    bad = sum(row.state == RowState.BAD for row in current)
    return {"good": len(current) - bad, "bad": bad, "passed_over": len(mends) - len(current)}


@transaction.atomic
def start_import(batch: ImportBatch, *, actor: Person) -> ImportBatch:
    """Have the rows that are in order posted, in the name of `actor`. Raises NotAllowed or Conflict."""
    batch = locked(batch, actor)
    if not batch.rows.filter(state=RowState.GOOD).exists():
        raise Conflict(_("No row is waiting to be imported."), code="nothing_to_import")
    return _begin(batch, BatchState.IMPORTING, actor)


@transaction.atomic
def start_taking_back(batch: ImportBatch, *, actor: Person) -> ImportBatch:
    """Have what was imported withdrawn where nobody has touched it since. Raises NotAllowed or Conflict."""
    batch = locked(batch, actor)
    if not batch.rows.filter(state=RowState.IMPORTED).exists():
        raise Conflict(_("Nothing of this file is imported."), code="nothing_imported")
    batch.rows.filter(state=RowState.IMPORTED).update(kept="")
    return _begin(batch, BatchState.TAKING_BACK, actor)


@transaction.atomic
def throw_away(batch: ImportBatch, *, actor: Person) -> None:
    """Forget the file and its rows. What was imported of it stays. Raises NotAllowed or Conflict."""
    locked(batch, actor).delete()


def locked(batch: ImportBatch, actor: Person) -> ImportBatch:
    """The batch as it stands now, locked to the end of the transaction, while nothing works on it.

    Raises NotAllowed or Conflict (`import_is_working`).
    """
    rows = ImportBatch.objects.select_for_update(no_key=True, of=("self",)).select_related("organization")
    found = rows.filter(pk=batch.pk).first()
    if found is None:
        raise Conflict(_("This import was thrown away meanwhile."), code="import_is_gone")
    _check_may_import(found.organization, actor)
    if found.is_working:
        raise Conflict(_("The file is being worked on. Wait until that is done."), code="import_is_working")
    return found


def check_text(text: str) -> None:
    """Raise Invalid for a text that a cell cannot hold."""
    if len(text) > LONGEST_CELL:
        raise Invalid(_("A cell takes at most %(n)s characters.") % {"n": f"{LONGEST_CELL:,}"})
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid(_("A cell holds characters that are none."))


def _checked(batch: ImportBatch, actor: Person) -> ImportBatch:
    """As `locked`, once the rows were checked. Raises Conflict (`columns_not_chosen`) before."""
    found = locked(batch, actor)
    if found.state == BatchState.COLUMNS:
        raise Conflict(_("Choose the columns first."), code="columns_not_chosen")
    return found


def _check_may_import(organization: Organization, actor: Person) -> None:
    if not permissions.can_post(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for %(name)s can import for it.") % {"name": organization},
        )


def _check_chosen(batch: ImportBatch, chosen: Mapping[str, Any]) -> None:
    columns: Mapping[str, list[str]] = chosen["columns"]
    for name in NEEDED:
        if name not in columns:
            raise Invalid(_("Choose the column that says this."), field=name)
    single = [column for name, of in columns.items() if name != "key" for column in of]
    for name, of in columns.items():
        if any(column not in batch.columns for column in of):
            raise Invalid(_("The file has no such column."), field=name)
        if name != "key" and single.count(of[0]) > 1:
            raise Invalid(_("This column is chosen twice."), field=name)
    needed = ["state"] if batch.side == Side.OFFERS else ["state", "severity"]
    for name in needed:
        if name not in columns and not chosen["values"].get(name):
            raise Invalid(_("Choose a column, or one for all rows."), field=name)


def _remember(batch: ImportBatch) -> None:
    """Keep what was chosen for the next file of the organization. What was known of other headings stays."""
    memory, _new = ImportMemory.objects.get_or_create(organization=batch.organization, side=batch.side)
    chosen = batch.mapping
    here = {plain(column) for column in batch.columns}
    before = {heading: name for heading, name in memory.headings.items() if heading.removeprefix("key:") not in here}
    headings = {plain(of[0]): name for name, of in chosen["columns"].items() if name != "key"}
    keys = {f"key:{plain(column)}": "key" for column in chosen["columns"].get("key", [])}
    memory.headings = dict([*before.items(), *headings.items(), *keys.items()][-MOST_WORDS:])
    memory.types = dict([*(memory.types | chosen.get("types", {})).items()][-MOST_WORDS:])
    memory.values = {name: text for name, text in chosen.get("values", {}).items() if name != "needed_by"}  # it passes
    memory.days = chosen.get("days", "")
    memory.save()


def _bad_rows(batch: ImportBatch) -> list[ImportRow]:
    return list(batch.rows.filter(state=RowState.BAD).order_by("number"))


def _begin(batch: ImportBatch, state: str, actor: Person) -> ImportBatch:
    states.check(BATCH_TRANSITIONS, BatchState, old=batch.state, new=state)
    batch.state, batch.stopped = state, ""
    _touch(batch, actor)
    return batch


def _touch(batch: ImportBatch, actor: Person) -> None:
    batch.asked_by, batch.touched_at = actor, clock.now()
    batch.save()
