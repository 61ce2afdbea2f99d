"""A spreadsheet of the sample's that is on its way in: looked at, with errors to be mended."""

from collections.abc import Iterator
from functools import partial

from coalition.sample.stage import Event, Stage
from resources.importing import batches, files, guessing
from resources.importing.working import advance
from resources.models import Side

OWNER = "cascade-biomedical"
FILE_NAME = "warehouse-oregon.csv"
STOCK = b"""\
Item,Qty,City,State,Expires,Remarks
N95 respirator,2400,Portland,Oregon,12/31/2099,"Boxes of 20, size small"
Exam glove,900,Portland,Oregn,,"Nitrile, size M"
gloves,40,Salem,Oregn,,Boxes of 100
Isolation gown,300,Salem,OR,,Washable
Specimen swab,a pallet,Bend,OR,,Sterile
Specimen swab,1200,Bend,OR,1/15/2020,Sterile
Hand sanitizer,80,Eugene,OR,,"Invoice follows, $3 a bottle"
"""
SECONDS = 60.0


def events(stage: Stage) -> Iterator[Event]:
    """Somebody uploaded it this morning, and left."""
    yield Event(stage.cast.moment(0, hour=8), partial(_upload, stage))


def _upload(stage: Stage) -> None:
    organization, actor = stage.speaker(OWNER)
    read = files.read(STOCK)
    batch = batches.receive_file(read, organization=organization, actor=actor, side=Side.OFFERS, file_name=FILE_NAME)
    guessed = guessing.guess(batch.columns, batch.side)
    batches.choose_columns(batch, {**guessed, "days": "mdy"}, actor=actor)
    advance(batch.pk, seconds=SECONDS)
