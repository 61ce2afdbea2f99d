"""Timelines of a project, a workgroup and the coalition: drawn, as a table, and as CSV."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition.shared import clock
from coalition.shared.paging import CappedPaginator
from coalition.shared.sheets import csv_response
from members.acting import MemberRequest, members_only
from projects.models import Project, Workgroup
from projects.models.project import ProjectQuerySet
from projects.timelines.chart import Row, draw, span
from projects.timelines.lines import Group, Line, finding, finding_of, groups_of
from projects.timelines.windows import Window, WindowForm
from projects.views.project import visible_project

LINES = 100  # on the page of one project
PROJECTS, EACH = 10, 12  # on a page of many: projects, and lines of each
CHUNK = 100  # projects of a table that are read at once
COLUMNS = (
    *("project", "milestone", "who_answers", "status", "progress", "start", "first_planned", "due", "expected"),
    *("days_late_or_later", "slack_days", "critical", "waits_for", "address"),
)


@require_safe
@members_only
def project_timeline(request: MemberRequest, pk: int) -> HttpResponse:
    """One project, from its first day to its last."""
    project, today = visible_project(request, pk), clock.today()
    group = groups_of([project], today=today)[0]
    page = Paginator(group.lines, LINES).get_page(request.GET.get("page"))
    rows = [line.row for line in page.object_list]
    first, last = span(rows, today=today)
    context = {
        "nav": "plans",
        "project": project,
        "page": page,
        "groups": [Group(project, list(page.object_list))],
        "finding": finding_of(group),
        "chart": draw(rows, first=first, last=last, today=today),
    }
    return render(request, "projects/project_timeline.html", context)


@require_safe
@members_only
def project_timeline_table(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    """The same as CSV."""
    project = visible_project(request, pk)
    lines = groups_of([project], today=clock.today())[0].lines
    return csv_response(f"timeline-{project.pk}.csv", COLUMNS, map(_cells, lines))


@require_safe
@members_only
def workgroup_timeline(request: MemberRequest, slug: str) -> HttpResponse:
    """The open projects of a workgroup, in a window of time."""
    group = get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
    return _many(request, _open(request).filter(workgroup=group), group=group)


@require_safe
@members_only
def workgroup_timeline_table(request: MemberRequest, slug: str) -> StreamingHttpResponse:
    """The same as CSV."""
    group = get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
    return _table(request, _open(request).filter(workgroup=group), name=f"timeline-{group.slug}.csv")


@require_safe
@members_only
def timeline(request: MemberRequest) -> HttpResponse:
    """All open projects of the coalition, in a window of time."""
    return _many(request, _open(request))


@require_safe
@members_only
def timeline_table(request: MemberRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    return _table(request, _open(request), name="timeline.csv")


def _open(request: MemberRequest) -> ProjectQuerySet:
    projects = Project.objects.visible_to(request.user).open().select_related("organization", "workgroup")
    return projects.defer("plan", "purpose")


def _many(request: MemberRequest, projects: ProjectQuerySet, **more: Any) -> HttpResponse:
    today = clock.today()
    form = WindowForm(request.GET, today=today)
    window = form.window
    page = CappedPaginator(window.narrow(projects, today=today), PROJECTS).get_page(request.GET.get("page"))
    whole = groups_of(list(page.object_list), today=today)
    groups = [_within(group, window) for group in whole]
    rows = [row for all_, some in zip(whole, groups, strict=True) for row in _rows(all_, some)]
    context = {
        "nav": "plans",
        "form": form,
        "window": window,
        "is_usual": window == form.usual,
        "page": page,
        "groups": groups,
        "finding": finding(line for group in groups for line in group.lines),
        "chart": draw(rows, first=window.first, last=window.last, today=today),
        "many": True,
        **more,
    }
    return render(request, "projects/timeline.html", context)


def _rows(whole: Group, shown: Group) -> list[Row]:
    """The heading over the whole project, and the lines that are shown of it."""
    return [whole.heading, *(line.row for line in shown.lines)]


def _within(group: Group, window: Window) -> Group:
    """What of the group lies in the window, as far as there is room for it."""
    today = clock.today()
    lines = [
        line for line in group.lines if window.holds(line.milestone, expected_on=line.forecast.expected_on, today=today)
    ]
    return Group(group.project, lines[:EACH], group.ends_on, more=max(0, len(lines) - EACH))


def _table(request: MemberRequest, projects: ProjectQuerySet, *, name: str) -> StreamingHttpResponse:
    today = clock.today()
    window = WindowForm(request.GET, today=today).window
    keys = list(window.narrow(projects, today=today).values_list("pk", flat=True))

    def rows() -> Iterator[tuple[object, ...]]:
        for at in range(0, len(keys), CHUNK):
            chunk = list(projects.filter(pk__in=keys[at : at + CHUNK]))
            for group in groups_of(chunk, today=today):
                for line in group.lines:
                    if window.holds(line.milestone, expected_on=line.forecast.expected_on, today=today):
                        yield _cells(line)

    return csv_response(name, COLUMNS, rows())


def _cells(line: Line) -> tuple[object, ...]:
    milestone, forecast = line.milestone, line.forecast
    return (
        milestone.project.title,
        milestone.title,
        milestone.organization.name,
        milestone.status,
        milestone.progress,
        milestone.starts_on,
        milestone.first_due_on,
        milestone.due_on,
        None if forecast.step.dropped else forecast.expected_on,
        forecast.days_behind,
        line.slack,
        _("yes") if line.is_critical else _("no"),
        "; ".join(other.told for other in line.waits_for),
        milestone.get_absolute_url(),
    )
