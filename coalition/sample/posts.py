"""What the sample's projects tell, decide and release."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from PIL import Image, ImageDraw

from coalition.sample import tables
from coalition.sample.stage import Event, Stage
from coalition.sample.tables import Row
from coalition.shared import clock
from projects.files.inspecting import Inspected, inspect
from projects.models import Deliverable
from projects.releasing import Description, be_credited, release
from projects.updates import edit_update, post_update

SHARES = (31, 12, 18, 27, 22, 35, 9, 14, 25, 17)  # percent of counties in the highest fifth, by region; invented
SCRIPT = "1. Take it out of the case, keep the case.\n2. Plug it in before you switch it on.\n3. Let it test itself.\n"
TERMS = "Bed: a place where a patient can lie.\nStaffed bed: a bed with a nurse who can take one more.\n"


def events(stage: Stage) -> Iterator[Event]:
    """Everything that is told and released."""
    for row in tables.rows("updates"):
        yield Event(_once_there(stage, row, [row["organization"]]), partial(_tell, stage, row))
    released: dict[str, Deliverable] = {}
    for row in tables.rows("releases"):
        makers = row["makers"].split(",")
        yield Event(_once_there(stage, row, makers), partial(_release, stage, row, released))


def _once_there(stage: Stage, row: Row, slugs: list[str]) -> datetime:
    """The moment of the row, or the day after the last of these organizations came in and became a partner."""
    came = [stage.cast.organizations[slug].admitted_at for slug in slugs]
    return max([stage.posted(row, hour=19), *(moment + timedelta(days=1) for moment in came if moment)])


def _tell(stage: Stage, row: Row) -> None:
    organization, actor = stage.speaker(row["organization"])
    update = post_update(
        stage.projects[row["project"]],
        organization=organization,
        actor=actor,
        title=row["title"],
        text=row["text"],
        decided_on=clock.today() if row["decided"] else None,
        files=FILES[row["file"]]() if row["file"] else [],
    )
    if row["file"] == "chart":  # described afterwards, as one does
        picture = update.attachments.earliest("pk")
        with clock.at(clock.now() + timedelta(minutes=20)):
            edit_update(
                update,
                actor=actor,
                version=1,
                text=f"{row['text']} Region 6 has no figures for three counties yet.",
                descriptions={picture.pk: "Bars for ten regions: region 6 has 35 percent, region 7 has 9."},
            )


def _release(stage: Stage, row: Row, released: dict[str, Deliverable]) -> None:
    organization, actor = stage.speaker(row["organization"])
    described = Description(
        title=row["title"],
        summary=row["summary"],
        kind=row["kind"],
        licence=row["licence"],
        version=row["version"],
        link=row["link"],
        file=None if row["link"] else inspect("words-for-beds.txt", TERMS.encode()),
        released_on=clock.today(),
    )
    released[row["key"]] = release(
        stage.projects[row["project"]],
        described,
        organization=organization,
        actor=actor,
        makers=[stage.cast.organizations[slug] for slug in row["makers"].split(",")],
        replaces=released.get(row["replaces"]),
    )
    if row["replaces"]:
        be_credited(released[row["key"]], actor=actor)


def _chart() -> list[Inspected]:
    """The shares as bars and as a table."""
    image = Image.new("RGB", (640, 320), "white")
    pen = ImageDraw.Draw(image)
    for number, share in enumerate(SHARES):
        left = 30 + number * 60
        pen.rectangle((left, 290 - share * 7, left + 40, 290), fill="#0b5d6b")
        pen.text((left + 12, 296), str(number + 1), fill="#142229")
        pen.text((left + 10, 276 - share * 7), str(share), fill="#142229")
    file = BytesIO()
    image.save(file, "PNG")
    table = "region,percent\n" + "".join(f"{number},{share}\n" for number, share in enumerate(SHARES, 1))
    return [inspect("regions.png", file.getvalue()), inspect("regions.csv", table.encode())]


def _script() -> list[Inspected]:
    return [inspect("training-film.txt", SCRIPT.encode())]


FILES = {"chart": _chart, "script": _script}
