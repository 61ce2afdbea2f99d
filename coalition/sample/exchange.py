"""The sample's offers and requests."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from coalition.sample import tables
from coalition.sample.stage import Event, Stage
from coalition.sample.tables import Row
from resources import posting
from resources.models import ResourceType


def events(stage: Stage) -> Iterator[Event]:
    """Every offer and every request, each posted on its day."""
    for row in tables.rows("offers"):
        yield Event(stage.posted(row, hour=15), partial(_offer, stage, row))
    for row in tables.rows("requests"):
        yield Event(stage.posted(row, hour=15), partial(_request, stage, row))


def _day(stage: Stage, offset: str) -> date:
    return stage.cast.moment(int(offset), future=True).date()


def _common(stage: Stage, row: Row) -> dict[str, Any]:
    organization, actor = stage.speaker(row["organization"])
    latitude, longitude = stage.cast.points[row["organization"]]
    return {
        "organization": organization,
        "actor": actor,
        "resource_type": ResourceType.objects.get(slug=row["type"]),
        "quantity": int(row["quantity"]),
        "pack": row["pack"],
        "title": row["title"],
        "city": organization.city,
        "state": organization.state,
        "latitude": latitude,
        "longitude": longitude,
        "contact": actor.name,
    }


def _offer(stage: Stage, row: Row) -> None:
    loan = row["loan_days"]
    stage.offers[row["key"]] = posting.post_offer(
        **_common(stage, row),
        least_lot=int(row["least_lot"]),
        terms=row["terms"],
        available_from=_day(stage, row["from_day"]),
        available_until=_day(stage, row["until_day"]),
        return_on=_day(stage, str(int(row["until_day"]) + int(loan))) if loan else None,
        conditions=row["conditions"],
    )


def _request(stage: Stage, row: Row) -> None:
    stage.requests[row["key"]] = posting.post_request(
        **_common(stage, row),
        severity=row["severity"],
        needed_by=_day(stage, row["needed_day"]),
        description=row["why"],
        project=stage.projects.get(row["project"]),
    )
