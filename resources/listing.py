"""The saved views of the lists: which rows each holds, how many, and which page of them is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.shared.paging import CappedPaginator, Count, counted
from members.models import Organization
from resources.models import Severity

PAGE = 25  # rows


@dataclass(frozen=True, slots=True)
class SavedView:
    """One tab of a list: its word in the address, its name, its rows, and why it may be empty."""

    key: str
    label: str | Promise
    rows: Callable[[Any], Any]
    empty: str | Promise
    of_ours: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view as the page shows it."""

    label: str | Promise
    url: str
    count: str
    current: bool


def _urgent(rows: Any) -> Any:
    return rows.uncovered().most_urgent_first()


OFFER_VIEWS = (
    SavedView("", _("With units left"), lambda rows: rows.with_units_left(), _("No offer has units left.")),
    SavedView("ours", _("Ours"), lambda rows: rows, _("Your organization has offered nothing yet."), of_ours=True),
    SavedView("given", _("Wholly committed"), lambda rows: rows.wholly_committed(), _("No offer is used up.")),
    SavedView("ended", _("Withdrawn or closed"), lambda rows: rows.ended(), _("No offer was withdrawn.")),
)
REQUEST_VIEWS = (
    SavedView("", _("Still open"), _urgent, _("Every request is covered.")),
    SavedView(
        "critical",
        _("Critical"),
        lambda rows: _urgent(rows).filter(severity_rank=Severity.values.index(Severity.CRITICAL)),
        _("No critical request is open."),
    ),
    SavedView("ours", _("Ours"), lambda rows: rows, _("Your organization has asked for nothing yet."), of_ours=True),
    SavedView("covered", _("Covered"), lambda rows: rows.wholly_covered(), _("No request is wholly covered yet.")),
    SavedView("ended", _("Withdrawn or closed"), lambda rows: rows.ended(), _("No request was withdrawn.")),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page shows: the view chosen, all views as tabs, one page of rows."""

    view: SavedView
    tabs: list[Tab]
    page: Page[Any]


def listing(
    visible: Any,
    views: Sequence[SavedView],
    *,
    narrow: Callable[[Any], Any],
    asked: QueryDict,
    ours: Organization | None,
) -> Listing:
    """One page of the view that `asked` names, of the visible rows narrowed by the filters.

    Costs one count for each view, each of which stops at the cap, and one query for the page.
    """
    offered = [view for view in views if ours or not view.of_ours]
    chosen = next((view for view in offered if view.key == asked.get("view", "")), offered[0])
    counts: dict[str, Count] = {}
    for view in offered:
        rows = narrow(view.rows(visible.filter(organization=ours) if view.of_ours else visible))
        counts[view.key] = counted(rows)
        if view is chosen:
            shown = rows
    tabs = [Tab(view.label, _address(asked, view), str(counts[view.key]), view is chosen) for view in offered]
    paginator = CappedPaginator(shown.select_related("organization", "resource_type"), PAGE, known=counts[chosen.key])
    return Listing(chosen, tabs, paginator.get_page(asked.get("page")))


def _address(asked: QueryDict, view: SavedView) -> str:
    """The present filters with another view, from its first page."""
    address = asked.copy()
    for name in ("view", "page"):
        address.pop(name, None)
    if view.key:
        address["view"] = view.key
    return f"?{address.urlencode()}"
