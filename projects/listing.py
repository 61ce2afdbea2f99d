"""The lists of this floor: saved views of the projects with their counts, and the workgroups with their figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Person
from projects.models import (
    Milestone,
    Owner,
    Partner,
    PartnerStatus,
    Project,
    ProjectStatus,
    Workgroup,
    WorkgroupMembership,
)
from projects.models.project import OPEN

SOON = timedelta(days=14)
ANY = tuple(ProjectStatus)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named choice of projects with its own address in the list, and the statuses that occur in it."""

    name: str
    label: Promise
    condition: Q
    statuses: tuple[ProjectStatus, ...]


def saved_views(person: Person, acting: Membership | None, *, today: date) -> list[SavedView]:
    """The views offered to the person, the first one by default."""
    is_open = Q(status__in=OPEN)
    mine = Exists(WorkgroupMembership.objects.filter(person=person, workgroup=OuterRef("workgroup")))
    late = Exists(Milestone.objects.unfinished().filter(due_on__lt=today, project=OuterRef("pk")))
    own = Exists(Owner.objects.filter(project=OuterRef("pk"), person=person))
    views = [
        SavedView("open", _("Open"), is_open, OPEN),
        SavedView("workgroups", _("In my workgroups"), is_open & Q(mine), OPEN),
        SavedView("mine", _("Owned by me"), Q(own), ANY),
        SavedView("late", _("Running late"), is_open & Q(late), OPEN),
        SavedView("unowned", _("Without an owner"), is_open & Q(owner_count=0), OPEN),
        SavedView("all", _("All"), Q(), ANY),
    ]
    if acting is None:
        return views
    partner = Partner.objects.filter(
        project=OuterRef("pk"), organization=acting.organization, status=PartnerStatus.CONFIRMED
    )
    ours = Q(organization=acting.organization) | Q(Exists(partner))
    return [views[0], SavedView("ours", _("Ours"), ours, ANY), *views[1:]]


@dataclass(frozen=True, slots=True)
class Overview:
    """A workgroup with what is on in it: whole numbers, and whether the reader takes part."""

    group: Workgroup
    people: int
    open_projects: int
    due_soon: int
    late: int
    is_mine: bool


def overviews(groups: Iterable[Workgroup], person: Person, *, today: date) -> list[Overview]:
    """The overviews of these workgroups; four queries, however many there are."""
    groups = list(groups)
    people = _numbers(WorkgroupMembership.objects.current().filter(workgroup__in=groups), by="workgroup")
    projects = _numbers(Project.objects.open().filter(workgroup__in=groups), by="workgroup")
    mine = set(person.workgroups.values_list("pk", flat=True))
    waiting = Milestone.objects.waiting().filter(project__workgroup__in=groups, due_on__lte=today + SOON)
    dated = (
        waiting.order_by()
        .values_list("project__workgroup")
        .annotate(late=Count("pk", filter=Q(due_on__lt=today)), soon=Count("pk", filter=Q(due_on__gte=today)))
    )
    late_and_soon = {pk: (late, soon) for pk, late, soon in dated}
    return [
        Overview(
            group=group,
            people=people.get(group.pk, 0),
            open_projects=projects.get(group.pk, 0),
            late=late_and_soon.get(group.pk, (0, 0))[0],
            due_soon=late_and_soon.get(group.pk, (0, 0))[1],
            is_mine=group.pk in mine,
        )
        for group in groups
    ]


def _numbers(rows: "QuerySet[Any]", *, by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))
