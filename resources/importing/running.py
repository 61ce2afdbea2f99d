"""The run of an import: batches of rows, each through its verb in a savepoint of its own."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import DomainError
from members import overdue
from members.models import Organization, Person
from resources import permissions
from resources.importing.items import Catalogue, Item, grouped, item_of
from resources.importing.mapping import OFFERS, REQUESTS, Mapping, find
from resources.importing.reading import Fault, Line, Rejection, Table, read
from resources.importing.report import Report
from resources.models import Offer, Request
from resources.posting import post_offer, post_request

BATCH = 500  # offers or requests in one transaction

VERBS: dict[str, tuple[Any, Callable[..., object]]] = {OFFERS: (Offer, post_offer), REQUESTS: (Request, post_request)}


def run(
    path: Path, side: str, *, given: str, organization: Organization, actor: Person, dry_run: bool = False
) -> Report:
    """Import the rows of a CSV file for an organization; every row ends in the report.

    `given` says how to read it (see `mapping.find`). A dry run does everything and keeps nothing. Raises Invalid for
    a file or mapping that cannot be used, and NotAllowed.
    """
    if not permissions.can_post(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("%(person)s may not post for %(name)s.") % {"person": actor, "name": organization},
        )
    table = read(path)
    mapping = find(given, side, source=path.stem, columns=table.columns)
    report = Report(table.columns, notes=mapping.notes())
    poster = _Poster(side, organization=organization, actor=actor, mapping=mapping, dry_run=dry_run)
    with timezone.override(UTC):  # days of the file are days of its moments
        items = iter(_items(table, side, mapping=mapping, report=report))
        while batch := list(islice(items, BATCH)):
            poster.post(batch, report)
    return report


def _items(table: Table, side: str, *, mapping: Mapping, report: Report) -> Iterable[Item]:
    """What is to be posted. Rejected rows go into the report."""
    catalogue, seen, items = Catalogue(), dict[str, list[int]](), list[Item]()
    for line in table.rows:
        report.rows += 1
        item = item_of(line, side, mapping=mapping, catalogue=catalogue) if isinstance(line, Line) else line
        if isinstance(item, Item):
            item = _told_apart(item, mapping=mapping, seen=seen)
        if isinstance(item, Rejection):
            report.rejections.append(item)
        else:
            items.append(item)
    for part in grouped(items, mapping):
        if isinstance(part, Rejection):
            report.rejections.append(part)
        else:
            yield part


def _told_apart(item: Item, *, mapping: Mapping, seen: dict[str, list[int]]) -> Item | Rejection:
    """The same key twice is the same record, and counted once; without keys, equal rows are as many as they are."""
    line = item.lines[0]
    numbers = seen.setdefault(item.key, [])
    numbers.append(line.number)
    if len(numbers) == 1:
        return item
    if "key" in mapping.columns:
        reason = _("The same record as in line %(n)d.") % {"n": numbers[0]}
        value = item.key.removeprefix(f"{mapping.name}:")
        return line.rejected(Fault(mapping.column_of("key"), value, reason))
    item.key = f"{item.key}:{len(numbers)}"
    return item


class _Poster:
    """Posts items for one organization, and keeps the report."""

    def __init__(
        self, side: str, *, organization: Organization, actor: Person, mapping: Mapping, dry_run: bool
    ) -> None:
        self.model, self.verb = VERBS[side]
        self.who = {"organization": organization, "actor": actor}
        self.mapping = mapping
        self.dry_run = dry_run

    @transaction.atomic
    def post(self, batch: Sequence[Item], report: Report) -> None:
        """Post a batch in one transaction; a refused item undoes itself alone."""
        keys = [item.key for item in batch]
        own = self.model.objects.filter(organization=self.who["organization"], source_key__in=keys)
        known = set(own.values_list("source_key", flat=True))
        for item in batch:
            if item.key in known:
                report.known += 1
                report.known_rows += len(item.lines)
            else:
                self._post_one(item, report)
        if self.dry_run:
            transaction.set_rollback(True)

    def _post_one(self, item: Item, report: Report) -> None:
        try:
            with clock.at(item.posted_at):
                self.verb(**self.who, source_key=item.key, **item.fields)
        except DomainError as refusal:
            report.rejections += [self._rejection(line, refusal) for line in item.lines]
        else:
            report.posted += 1
            report.posted_rows += len(item.lines)

    def _rejection(self, line: Line, refusal: DomainError) -> Rejection:
        name = "type" if refusal.field == "resource_type" else refusal.field
        columns = self.mapping.columns.get(name, ())
        value = " ".join(line.cells[column] for column in columns)
        return line.rejected(Fault(" + ".join(columns), value, str(refusal)))
