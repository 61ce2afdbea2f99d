"""A file of Cascade's on its way in."""

from collections.abc import Callable

import pytest

from members.models import Organization, Person
from resources.importing import batches, files, guessing
from resources.importing.working import advance
from resources.models import ImportBatch, ImportMemory, ImportRow

Uploading = Callable[..., ImportBatch]
MINUTES = 300.0  # enough


def work(batch: ImportBatch) -> ImportBatch:
    """Do all that a worker would, and read the batch anew."""
    advance(batch.pk, seconds=MINUTES)
    batch.refresh_from_db()
    return batch


def states(batch: ImportBatch) -> dict[int, str]:
    """How each row stands, by its line."""
    return dict(batch.rows.values_list("number", "state"))


def row(batch: ImportBatch, number: int) -> ImportRow:
    return batch.rows.select_related("offer", "request").get(number=number)


@pytest.fixture
def upload(cascade: Organization, olga: Person) -> Uploading:
    """Upload a file for Cascade and have it checked with the columns that are guessed."""

    def uploaded(content: str | bytes, *, side: str = "offers", **chosen: object) -> ImportBatch:
        read = files.read(content.encode() if isinstance(content, str) else content)
        batch = batches.receive_file(read, organization=cascade, actor=olga, side=side, file_name="stock.csv")
        memory = ImportMemory.objects.filter(organization=cascade, side=side).first()
        guessed = guessing.guess(batch.columns, side, memory=memory)
        batches.choose_columns(batch, {**guessed, **chosen}, actor=olga)
        return work(batch)

    return uploaded
