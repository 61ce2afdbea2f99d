"""What becomes of the rows of a batch: each is asked of its verb, either to see what it would say or for good."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coalition.shared.errors import MONEY, DomainError, NotAllowed, Text
from members.models import Person
from resources.importing import mapping
from resources.importing.items import Catalogue, Item, item_of, key_of
from resources.importing.mapping import Kind, Mapping
from resources.importing.reading import Fault, Line, Rejection
from resources.importing.running import VERBS
from resources.models import ImportBatch, ImportRow, RowState

SOURCE = "sheet"  # of keys of rows, unless a ready-made mapping names its own
NAMED_BY_BASE = ("giver", "asker")  # fields that nobody chooses

# Of a row that was judged
WRITTEN = ["cells", "misfit", "faults", "state", "key", "version", "offer", "request", "explanation", "speaks_of_money"]


def mapping_of(batch: ImportBatch) -> Mapping:
    """What was chosen for the batch, on top of the ready-made mapping that it began with, if any."""
    chosen = batch.mapping
    base = mapping.ready_made(chosen["base"], batch.side) if chosen.get("base") else Mapping(SOURCE, {})
    kept = {name: of for name, of in base.columns.items() if name in NAMED_BY_BASE}
    words = {word: Kind(**kind) for word, kind in chosen.get("types", {}).items()}
    return replace(
        base,
        columns=kept | {name: tuple(of) for name, of in chosen.get("columns", {}).items()},
        values=base.values | chosen.get("values", {}),
        types=base.types | words,
        refused_types={word: why for word, why in base.refused_types.items() if word not in words},
        days=chosen.get("days", ""),
    )


@dataclass(slots=True)
class Twin:
    """A row above with the same key."""

    number: int
    state: str


class Judge:
    """Judges rows of one batch for the person who asked for it."""

    def __init__(self, batch: ImportBatch, actor: Person) -> None:
        self.batch = batch
        self.actor = actor
        self.mapping = mapping_of(batch)
        self.catalogue = Catalogue()
        self.model, self.verb = VERBS[batch.side]

    @transaction.atomic
    def judge(self, rows: Sequence[ImportRow], *, for_good: bool = False) -> None:
        """Say of each row whether it is in order, known or bad; `for_good`, post what is in order.

        Rows come in the order of their lines. Raises NotAllowed where the person may not post at all.
        """
        with timezone.override(timezone.get_default_timezone()):  # the same day for whoever looks and for the worker
            for row in rows:
                row.key = key_of(self._line(row), self.mapping)
            twins = self._twins_above(rows)
            items = [self._item(row, twins) for row in rows]
            known = self._known([item.key for item in items if isinstance(item, Item)])
            for row, item in zip(rows, items, strict=True):
                self._decide(row, item, known, for_good=for_good)
        ImportRow.objects.bulk_update(rows, WRITTEN)

    def _line(self, row: ImportRow) -> Line:
        return Line(row.number, dict(zip(self.batch.columns, row.cells, strict=True)))

    def _twins_above(self, rows: Sequence[ImportRow]) -> dict[str, list[Twin]]:
        """Rows of the batch by key, those to be judged as waiting."""
        same = self.batch.rows.filter(key__in=[row.key for row in rows]).exclude(pk__in=[row.pk for row in rows])
        found: dict[str, list[Twin]] = {}
        for number, key, state in same.values_list("number", "key", "state"):
            found.setdefault(key, []).append(Twin(number, state))
        for row in rows:
            found.setdefault(row.key, []).append(Twin(row.number, RowState.WAITING))
        return found

    def _item(self, row: ImportRow, twins: dict[str, list[Twin]]) -> Item | Rejection:
        """What the row posts, told from equal ones: with key columns these are the same, without they are several."""
        line = self._line(row)
        if row.misfit:
            return line.rejected(Fault("", "", row.misfit))
        item = item_of(line, self.batch.side, mapping=self.mapping, catalogue=self.catalogue)
        mine = next(twin for twin in twins[row.key] if twin.number == row.number)
        mine.state = RowState.GOOD if isinstance(item, Item) else RowState.BAD
        above = [twin for twin in twins[row.key] if twin.number < row.number]
        if not isinstance(item, Item):
            return item
        if "key" not in self.mapping.columns:
            item.key = f"{row.key}:{len(above) + 1}" if above else row.key
            return item
        first = min((twin.number for twin in above if twin.state != RowState.BAD), default=None)
        if first is None:
            return item
        reason = _("The same record as in line %(n)d.") % {"n": first}
        return line.rejected(Fault(self.mapping.column_of("key"), "", reason))

    def _known(self, keys: list[str]) -> set[str]:
        own = self.model.objects.filter(organization=self.batch.organization_id, source_key__in=keys)
        return set(own.values_list("source_key", flat=True))

    def _decide(self, row: ImportRow, item: Item | Rejection, known: set[str], *, for_good: bool) -> None:
        row.faults, row.speaks_of_money = [], False
        if isinstance(item, Rejection):
            row.state = RowState.BAD
            row.faults = [[fault.column, fault.value, fault.reason, fault.meant] for fault in item.faults]
        elif item.key in known:
            row.state = RowState.KNOWN
        else:
            self._ask(row, item, for_good=for_good)

    def _ask(self, row: ImportRow, item: Item, *, for_good: bool) -> None:
        """Ask the verb. What it refuses undoes itself alone."""
        fields = item.fields | ({"explanation": row.explanation} if row.explanation else {})
        try:
            with transaction.atomic():
                posted = self.verb(
                    organization=self.batch.organization, actor=self.actor, source_key=item.key, **fields
                )
                if not for_good:
                    transaction.set_rollback(True)
        except NotAllowed:
            raise
        except DomainError as refusal:
            if refusal.code == "known_source_key":  # posted from elsewhere at this moment
                row.state = RowState.KNOWN
            else:
                self._refuse(row, refusal.at_fields or {"": refusal.message})
                row.speaks_of_money = refusal.code == MONEY or refusal.field == "explanation"
        except (DataError, IntegrityError):
            self._refuse(row, {"": _("The row holds something that the portal cannot keep.")})
        else:
            row.state = RowState.IMPORTED if for_good else RowState.GOOD
            if for_good:
                setattr(row, self.batch.posting_field, posted)

    def _refuse(self, row: ImportRow, sentences: AnyMapping[str, Text]) -> None:
        """Put what the verb said, by its fields, at the cells that these were read from."""
        cells = dict(zip(self.batch.columns, row.cells, strict=True))
        row.state = RowState.BAD
        for field, sentence in sentences.items():
            columns = self.mapping.columns.get("type" if field == "resource_type" else field, ())
            row.faults.append([" + ".join(columns), " ".join(cells[column] for column in columns), str(sentence), ""])
