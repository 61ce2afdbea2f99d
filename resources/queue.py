"""The coordinators' queue: open requests that still lack units, the most urgent first, in saved views.

And what has become new in it since it was shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from resources.forms.board import BoardFilters
from resources.listing import SavedView
from resources.models import Claim, Match, Request, Severity

SOON = 3  # days
MICRO = 1_000_000
FILTERS = ("q", "severity", "group")


def _open(rows: Any) -> Any:
    return rows.uncovered().of_members().most_urgent_first()


def _critical(rows: Any) -> Any:
    return _open(rows).filter(severity_rank=Severity.values.index(Severity.CRITICAL))


def _soon(rows: Any) -> Any:
    return _open(rows).filter(needed_by__lte=clock.today() + timedelta(days=SOON))


def _untouched(rows: Any) -> Any:
    return _open(rows).filter(covered=0)


def _mine(person: Person) -> Callable[[Any], Any]:
    """Also those that are covered for now: whoever is on one waits for the answers with it."""
    held = Claim.objects.held().filter(holder=person)
    return lambda rows: rows.open().filter(pk__in=held.values("request")).most_urgent_first()


def _needing_another(rows: Any) -> Any:
    return _open(rows).filter(pk__in=Claim.objects.waiting_for_another().values("request"))


def queue_views(person: Person) -> tuple[SavedView, ...]:
    """The saved views of the queue as this coordinator sees them."""
    return (
        SavedView("", _("All open"), _open, _("Every request is covered.")),
        SavedView("critical", _("Critical"), _critical, _("No critical request lacks anything.")),
        SavedView("soon", _("Due in three days"), _soon, _("Nothing is due within three days.")),
        SavedView("untouched", _("Nothing covered yet"), _untouched, _("Every open request is covered in part.")),
        SavedView("mine", _("Mine"), _mine(person), _("You are on no case now.")),
        SavedView(
            "second",
            _("Needs a second coordinator"),
            _needing_another,
            _("No case waits for a coordinator whom no party employs."),
        ),
    )


@dataclass(frozen=True, slots=True)
class News:
    """How many requests of a view are new, and how many others have changed."""

    new: int
    changed: int


def mark_of(moment: datetime) -> str:
    """The moment at which a queue was shown, for its address: microseconds since 1970."""
    return str(round(moment.timestamp() * MICRO))


def news_since(mark: str, *, person: Person, asked: QueryDict) -> News | None:
    """What is new in the view that `asked` names since the moment of `mark`; None for nothing, or for no such moment.

    One query, which begins with what has changed and not with the queue; filters cost their own beside it.
    """
    since = _moment(mark)
    if since is None:
        return None
    views = queue_views(person)
    view = next((view for view in views if view.key == asked.get("view", "")), views[0])
    rows = view.rows(Request.objects.filter(pk__in=_touched(since)))
    if any(asked.get(word) for word in FILTERS):
        rows = BoardFilters(asked).narrow(rows)
    found = rows.aggregate(new=Count("pk", filter=Q(posted_at__gt=since)), all=Count("pk"))
    return News(found["new"], found["all"] - found["new"]) if found["all"] else None


def _touched(since: datetime) -> Any:
    """The keys of requests posted, edited, claimed, let go or proposed for since then, each found by its own index."""
    edited = Request.objects.open().filter(edited_at__gt=since).order_by().values("pk")
    begun = Claim.objects.filter(claimed_at__gt=since).order_by().values("request")
    ended = Claim.objects.filter(ended_at__gt=since).order_by().values("request")
    matched = Match.objects.filter(proposed_at__gt=since).order_by().values("request")
    return edited.union(begun, ended, matched, all=True)


def _moment(mark: str) -> datetime | None:
    if not (mark.isascii() and mark.isdigit() and len(mark) < 17):
        return None
    return datetime.fromtimestamp(int(mark) / MICRO, tz=UTC)
