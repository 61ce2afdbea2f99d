"""Milestones as iCalendar (RFC 5545, with the properties of RFC 7986), for calendar programs.

What a program asks for again and again costs few queries and a hash: the text is written only when that has changed.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from coalition.shared import clock
from coalition.shared.mail import site_host
from projects.addresses import projects_of
from projects.models import Milestone, MilestoneStatus, PrivateAddress
from projects.models.project import OPEN

PAST = timedelta(days=90)  # how long what is past stays
MOST = 500  # milestones of one calendar
REFRESH = timedelta(hours=4)
COLUMNS = (
    *("pk", "title", "starts_on", "due_on", "status", "progress", "version", "changed_at"),
    *("project_id", "organization__name"),
)
PROJECT = COLUMNS.index("project_id")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar tells of a milestone, as it stands in the database."""

    pk: int
    title: str
    starts_on: date | None
    due_on: date
    status: str
    progress: int
    version: int
    changed_at: datetime
    project_id: int
    organization: str
    project: str
    project_status: str

    @property
    def is_off(self) -> bool:
        """It will not come: dropped, or unfinished in a project that is no longer open."""
        if self.status == MilestoneStatus.DROPPED:
            return True
        return self.status != MilestoneStatus.REACHED and self.project_status not in OPEN


def entries_of(address: PrivateAddress) -> list[Entry]:
    """The milestones that the address tells of, by day: from three months back on, 500 at most."""
    projects = {key: names for key, *names in projects_of(address).order_by().values_list("pk", "title", "status")}
    near = Milestone.objects.filter(project__in=list(projects), due_on__gte=clock.today() - PAST)
    keys = list(near.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])
    rows = Milestone.objects.filter(pk__in=keys).order_by("due_on", "pk").values_list(*COLUMNS)
    return [Entry(*row, *projects[row[PROJECT]]) for row in rows]


def fingerprint(entries: list[Entry]) -> str:
    """The same as long as nothing that is told has changed."""
    return hashlib.sha256(repr(entries).encode()).hexdigest()


def written(entries: list[Entry], *, name: str) -> bytes:
    """The calendar as a program reads it."""
    calendar = Calendar.new(
        prodid=f"-//{site_host()}//Coalition Portal//EN", name=name, refresh_interval=REFRESH, method="PUBLISH"
    )
    calendar.add("X-WR-CALNAME", name)  # for programs older than RFC 7986
    calendar.add("X-PUBLISHED-TTL", "PT4H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    """A whole day that blocks nobody's time; its UID stays, its SEQUENCE grows with each change of the milestone."""
    words = {"title": entry.title, "project": entry.project}
    summary = _("%(title)s (%(project)s)") % words
    return Event.new(
        uid=f"milestone-{entry.pk}@{site_host()}",
        stamp=entry.changed_at,
        last_modified=entry.changed_at,
        sequence=entry.version - 1,
        start=entry.due_on,
        end=entry.due_on + timedelta(days=1),
        summary=f"✓ {summary}" if entry.status == MilestoneStatus.REACHED else summary,
        description=_told(entry),
        url=f"{settings.SITE_URL.rstrip('/')}/projects/{entry.project_id}/#milestone-{entry.pk}",
        status=STATUS.CANCELLED if entry.is_off else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
        categories=[entry.project],
    )


def _told(entry: Entry) -> str:
    status = MilestoneStatus(entry.status).label
    return _("%(organization)s answers for it. %(status)s, %(progress)d %%.") % {
        "organization": entry.organization,
        "status": status,
        "progress": entry.progress,
    }
