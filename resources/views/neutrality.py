"""The neutrality report: on a page, and as CSV."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition.shared.sheets import csv_response
from members.acting import MemberRequest, members_only
from resources import periods
from resources.neutrality import wording
from resources.neutrality.figures import GROUPINGS, Wait
from resources.neutrality.report import Line, Report, report_of

COLUMNS = (
    *("grouping", "group", "note", "organizations", "requests", "agreed", "received", "proposals_declined"),
    *("hours_to_agreement_median", "hours_to_agreement_90th", "hours_to_receipt_median", "hours_to_receipt_90th"),
)


@require_safe
@members_only
def neutrality(request: MemberRequest) -> HttpResponse:
    """Who asked, received and waited, by groups; and whether chance explains the differences."""
    period = periods.period(request.GET.get("period", ""))
    report = report_of(period)
    context = {
        "nav": "exchange",
        "period": period,
        "tabs": periods.tabs(period, reverse("resources:neutrality")),
        "report": report,
        "whole": [_shown(line) for line in report.of("")],
        "sections": [_section(report, grouping) for grouping in GROUPINGS],
    }
    return render(request, "resources/neutrality.html", context)


@require_safe
@members_only
def neutrality_table(request: MemberRequest) -> StreamingHttpResponse:
    """The groups as CSV, one in each row; a group with too few organizations has a note and no figure."""
    period = periods.period(request.GET.get("period", ""))
    return csv_response(f"neutrality-{period.word}.csv", COLUMNS, map(_cells, report_of(period).lines))


def _section(report: Report, grouping: str) -> dict[str, Any]:
    return {
        "word": grouping,
        "title": wording.TITLES[grouping],
        "head": wording.HEADS[grouping],
        "findings": [
            wording.told(finding, tests=report.tests) for finding in report.findings if finding.grouping == grouping
        ],
        "lines": [_shown(line) for line in report.of(grouping)],
    }


def _shown(line: Line) -> dict[str, Any]:
    shown = line.figures
    return {
        "label": wording.label(line.grouping, line.group),
        "figures": shown,
        "waits": list(_waits(line)) if shown else [],
    }


def _waits(line: Line) -> Iterator[str]:
    """Median and ninth decile to the agreement, then to the receipt; empty where too few came so far."""
    assert line.figures is not None  # noqa: S101  # asked before
    for wait in (line.figures.to_agreement, line.figures.to_receipt):
        yield from (wording.duration(wait.median), wording.duration(wait.nine_tenths)) if wait else ("", "")


def _cells(line: Line) -> tuple[object, ...]:
    named = line.grouping or "all", wording.label(line.grouping, line.group)
    if line.figures is None:
        return (*named, _("too few to show"), *[None] * (len(COLUMNS) - 3))
    shown = line.figures
    numbers = shown.organizations, shown.asked, shown.agreed, shown.received, shown.declined
    return (*named, "", *numbers, *_hours(shown.to_agreement), *_hours(shown.to_receipt))


def _hours(wait: Wait | None) -> tuple[object, object]:
    return (f"{wait.median / 3600:.1f}", f"{wait.nine_tenths / 3600:.1f}") if wait else (None, None)
