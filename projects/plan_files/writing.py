"""Plans out of the portal: as one JSON document, or as two tables in CSV, one of plans and one of milestones."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import StreamingHttpResponse

from coalition.shared.sheets import csv_response
from projects.models import Milestone, Project
from projects.plan_files.shape import EDITION, FORMAT, MILESTONE, PLAN, names

CHUNK = 100  # plans that are read at once

Record = dict[str, Any]


def json_response(name: str, projects: "QuerySet[Project]") -> StreamingHttpResponse:
    """A download of the file `name` with all of these plans and their milestones, plan by plan."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(_document(projects), content_type="application/json", headers=headers)


def plans_response(name: str, projects: "QuerySet[Project]") -> StreamingHttpResponse:
    """A download of the file `name`: a row for each plan."""
    return csv_response(name, names(PLAN), (_cells(plan_record(project)) for project in _read(projects)))


def milestones_response(name: str, projects: "QuerySet[Project]") -> StreamingHttpResponse:
    """A download of the file `name`: a row for each milestone of these plans."""
    rows = (_cells(milestone_record(step)) for project in _read(projects) for step in project.milestones.all())
    return csv_response(name, names(MILESTONE), rows)


def plan_record(project: Project) -> Record:
    """A plan by the names of its fields; `None` for no workgroup."""
    record = {
        "id": project.pk,
        "version": project.version,
        "title": project.title,
        "purpose": project.purpose,
        "plan": project.plan,
        "help_wanted": project.help_wanted,
        "workgroup": project.workgroup.slug if project.workgroup else None,
        "themes": list(project.themes),
        "states": list(project.states),
        "organization": project.organization.slug,
        "status": project.status,
        "partners": [f"{partner.organization.slug}:{partner.status}" for partner in project.partners.all()],
        "owners": [owner.person.name for owner in project.owners.all()],
        "posted_at": _moment(project.posted_at),
        "edited_at": _moment(project.edited_at),
    }
    return {name: record[name] for name in names(PLAN)}


def milestone_record(milestone: Milestone) -> Record:
    """A milestone by the names of its fields; days as 2026-04-30, `None` for none."""
    record = {
        "id": milestone.pk,
        "version": milestone.version,
        "project": milestone.project_id,
        "title": milestone.title,
        "organization": milestone.organization.slug,
        "starts_on": _day(milestone.starts_on),
        "due_on": _day(milestone.due_on),
        "status": milestone.status,
        "progress": milestone.progress,
        "waits_for": sorted(each.waits_for_id for each in milestone.dependencies.all()),
        "first_due_on": _day(milestone.first_due_on),
        "reached_on": _day(milestone.reached_on),
    }
    return {name: record[name] for name in names(MILESTONE)}


def _read(projects: "QuerySet[Project]") -> Iterator[Project]:
    """The plans in the order of their numbers; the same few queries for each hundred of them."""
    steps = Milestone.objects.select_related("organization").prefetch_related("dependencies").order_by("pk")
    rows = projects.select_related("organization", "workgroup").order_by("pk")
    parts = (Prefetch("milestones", steps), "partners__organization", "owners__person")
    return rows.prefetch_related(*parts).iterator(chunk_size=CHUNK)


def _document(projects: "QuerySet[Project]") -> Iterator[str]:
    yield f'{{"format": "{FORMAT}", "edition": {EDITION}, "plans": ['
    between = "\n"
    for project in _read(projects):
        steps = [milestone_record(step) for step in project.milestones.all()]
        yield between + json.dumps({**plan_record(project), "milestones": steps}, ensure_ascii=False, indent=1)
        between = ",\n"
    yield "\n]}\n"


def _cells(record: Record) -> list[object]:
    """The values as cells of a table: several in one cell are parted by spaces, names by semicolons."""
    return [_cell(name, value) for name, value in record.items()]


def _cell(name: str, value: Any) -> object:
    if isinstance(value, list):
        return _joined(value, between="; " if name == "owners" else " ")
    return value


def _joined(values: Iterable[object], *, between: str) -> str:
    return between.join(str(value) for value in values)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime) -> str:
    return moment.isoformat()
