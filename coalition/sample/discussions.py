"""What the sample's people say about projects, offers and requests."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from coalition.sample import tables
from coalition.sample.stage import Event, Stage
from coalition.sample.tables import Row
from members.discussions import subjects
from members.discussions.writing import write_comment
from members.models import Comment, Organization, Person


def events(stage: Stage) -> Iterator[Event]:
    """Every comment of the table, at its hour."""
    said: dict[str, Comment] = {}
    for row in tables.rows("comments"):
        yield Event(stage.posted(row, hour=int(row["hour"])), partial(_say, stage, row, said))


def _say(stage: Stage, row: Row, said: dict[str, Comment]) -> None:
    organization, actor = _speaker(stage, row["who"])
    things: dict[str, dict[str, Any]] = {
        "project": stage.projects,
        "offer": stage.offers,
        "request": stage.requests,
    }
    subject = subjects.fresh(subjects.subject_of(row["subject"], things[row["subject"]][row["thing"]]))
    said[row["key"]] = write_comment(
        subject,
        actor=actor,
        organization=organization,
        text=re.sub(r"\{([\w-]+)\}", lambda found: stage.cast.representatives[found[1]].name, row["text"]),
        reply_to=said.get(row["answers"]),
    ).comment


def _speaker(stage: Stage, slug: str) -> tuple[Organization | None, Person]:
    return (None, stage.cast.coordinators[0]) if slug == "coordinator" else stage.speaker(slug)
