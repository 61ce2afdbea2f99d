"""What the coalition moved, for everybody: visitors read all time, members choose a period and a type."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coalition.shared.disclosure import FEWEST
from coalition.shared.sheets import csv_response
from members.permissions import is_member
from resources import periods
from resources.achievements import figures
from resources.achievements.chart import draw
from resources.achievements.figures import Deliveries, Moved, OfType
from resources.forms.achievements import AchievementFilters
from resources.models import ResourceType
from resources.neutrality.wording import label
from resources.periods import Period

PER_PAGE = 50  # types
TYPE_COLUMNS = (
    *("type", "unit", "units_asked", "units_agreed", "units_delivered", "note", "deliveries"),
    *("organizations_that_gave", "organizations_that_received"),
)
MOVED_COLUMNS = ("deliveries", "units", "organizations_that_gave", "organizations_that_received")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader looks at. Members see it in `full`: their lists of requests say as much."""

    full: bool
    period: Period
    form: AchievementFilters | None
    type: ResourceType | None

    @property
    def words(self) -> dict[str, str]:
        """What the address says besides the period."""
        return {"type": self.type.slug} if self.type else {}

    @property
    def query(self) -> str:
        return urlencode({"period": self.period.word, **self.words})


@require_safe
def achievements(request: HttpRequest) -> HttpResponseBase:
    """What was asked for, agreed and delivered by type; deliveries by region and by week, drawn and as a table."""
    chosen = _chosen(request)
    moved = figures.deliveries(chosen.period.since, of=chosen.type)
    values = {week: _value(row, chosen) for week, row in moved.by_week.items()}
    context = {
        "nav": "exchange" if chosen.full else "achievements",
        "period": chosen.period,
        "full": chosen.full,
        "form": chosen.form,
        "of_type": chosen.type,
        "query": chosen.query,
        "tabs": periods.tabs(chosen.period, reverse("resources:achievements"), chosen.words),
        "stats": _stats(moved, chosen),
        "page": Paginator(_types(chosen), PER_PAGE).get_page(request.GET.get("page")),
        "finding": _finding(values, chosen),
        "chart": draw(values),
        "weeks": list(reversed(moved.by_week.items())),
        "regions": [(label("region", region), row) for region, row in moved.by_region.items()],
        "most": max((_value(row, chosen) for row in moved.by_region.values()), default=1) or 1,
    }
    return render(request, "resources/achievements.html", context)


@require_safe
def achievements_types(request: HttpRequest) -> StreamingHttpResponse:
    """The types as CSV; units in which too few organizations had a part are left empty, with a note."""
    chosen = _chosen(request)
    return csv_response(f"achievements-types-{chosen.period.word}.csv", TYPE_COLUMNS, map(_cells, _types(chosen)))


@require_safe
def achievements_regions(request: HttpRequest) -> StreamingHttpResponse:
    """The regions as CSV; units where one type was chosen."""
    chosen = _chosen(request)
    rows = figures.deliveries(chosen.period.since, of=chosen.type).by_region
    cells = ([label("region", region), *_numbers(row, chosen)] for region, row in rows.items())
    return csv_response(f"achievements-regions-{chosen.period.word}.csv", ("region", *MOVED_COLUMNS), cells)


@require_safe
def achievements_weeks(request: HttpRequest) -> StreamingHttpResponse:
    """The weeks as CSV, by their Mondays; units where one type was chosen."""
    chosen = _chosen(request)
    rows = figures.deliveries(chosen.period.since, of=chosen.type).by_week
    cells = ([week.isoformat(), *_numbers(row, chosen)] for week, row in rows.items())
    return csv_response(f"achievements-weeks-{chosen.period.word}.csv", ("week_from", *MOVED_COLUMNS), cells)


def _chosen(request: HttpRequest) -> Chosen:
    """Whoever is no member reads all time and every type: from two periods one could subtract a single delivery."""
    if not is_member(request.user):
        return Chosen(False, periods.period("all"), None, None)
    period = periods.period(request.GET.get("period", ""))
    form = AchievementFilters({"period": period.word, "type": request.GET.get("type", "")})
    return Chosen(True, period, form, form.chosen)


def _types(chosen: Chosen) -> list[OfType]:
    rows = figures.by_type(chosen.period.since, fewest=0 if chosen.full else FEWEST)
    return [row for row in rows if chosen.type is None or row.type == chosen.type]


def _value(row: Moved, chosen: Chosen) -> int:
    """What is drawn: units of the type chosen; without one, deliveries."""
    return row.units if chosen.type else row.deliveries


def _numbers(row: Moved, chosen: Chosen) -> tuple[int | None, ...]:
    return row.deliveries, row.units if chosen.type else None, row.givers, row.receivers


def _cells(row: OfType) -> tuple[object, ...]:
    units = [amount.units for amount in (row.asked, row.agreed, row.delivered)]
    note = _("too few to show") if None in units else ""
    return (row.type.label, row.type.unit, *units, note, row.deliveries, row.givers, row.receivers)


def _stats(moved: Deliveries, chosen: Chosen) -> list[dict[str, object]]:
    whole = moved.whole
    last = (
        {"label": _("Delivered, in %(unit)s") % {"unit": chosen.type.units}, "value": whole.units}
        if chosen.type
        else {"label": _("Types of resources"), "value": whole.types}
    )
    return [
        {"label": _("Deliveries"), "value": whole.deliveries},
        {"label": _("Organizations that gave"), "value": whole.givers},
        {"label": _("Organizations that received"), "value": whole.receivers},
        last,
    ]


def _finding(values: dict[date, int], chosen: Chosen) -> str:
    """What the bars say, as their title."""
    if not values:
        return _("Nothing was delivered")
    week, most = max(values.items(), key=lambda item: item[1])
    words = {"n": number_format(sum(values.values()), force_grouping=True), "unit": chosen.type and chosen.type.units}
    total = (
        _("%(n)s %(unit)s delivered") % words
        if chosen.type
        else ngettext("%(n)s delivery", "%(n)s deliveries", sum(values.values())) % words
    )
    return _("%(total)s; the most in the week of %(day)s: %(most)s") % {
        "total": total,
        "day": date_format(week, "M j, Y"),
        "most": number_format(most, force_grouping=True),
    }
