"""The lists of this floor: saved views of the projects with their counts, and the workgroups with their figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Person
from projects.models import Milestone, Partner, PartnerStatus, Project, WorkgroupMembership
from projects.models.project import OPEN, ProjectQuerySet
from projects.models.workgroup import WorkgroupQuerySet

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named choice of projects, with its own address in the list."""

    name: str
    label: Promise
    condition: Q


def saved_views(person: Person, acting: Membership | None, *, today: date) -> list[SavedView]:
    """The views offered to the person, the first one by default."""
    is_open = Q(status__in=OPEN)
    mine = Exists(WorkgroupMembership.objects.filter(person=person, workgroup=OuterRef("workgroup")))
    late = Exists(Milestone.objects.late(today).filter(project=OuterRef("pk")))
    views = [
        SavedView("open", _("Open"), is_open),
        SavedView("workgroups", _("In my workgroups"), is_open & Q(mine)),
        SavedView("late", _("Running late"), is_open & Q(late)),
        SavedView("all", _("All"), Q(pk__gt=0)),
    ]
    if acting is None:
        return views
    partner = Partner.objects.filter(
        project=OuterRef("pk"), organization=acting.organization, status=PartnerStatus.CONFIRMED
    )
    ours = Q(organization=acting.organization) | Q(Exists(partner))
    return [views[0], SavedView("ours", _("Ours"), ours), *views[1:]]


def counts_of(views: list[SavedView], projects: ProjectQuerySet) -> dict[str, int]:
    """How many of the projects each view holds, by its name; one query."""
    counts: dict[str, int] = projects.order_by().aggregate(
        **{view.name: Count("pk", filter=view.condition) for view in views}
    )
    return counts


def with_figures(workgroups: WorkgroupQuerySet, person: Person, *, today: date) -> WorkgroupQuerySet:
    """The workgroups with `people`, `open_projects`, `due_soon`, `late` (whole numbers) and `is_mine`."""
    waiting = Milestone.objects.waiting().filter(project__workgroup=OuterRef("pk"))
    people = WorkgroupMembership.objects.current().filter(workgroup=OuterRef("pk"))
    return workgroups.annotate(
        people=_number_of(people, by="workgroup"),
        open_projects=_number_of(Project.objects.open().filter(workgroup=OuterRef("pk")), by="workgroup"),
        due_soon=_number_of(waiting.filter(due_on__range=(today, today + SOON)), by="project__workgroup"),
        late=_number_of(waiting.filter(due_on__lt=today), by="project__workgroup"),
        is_mine=Exists(WorkgroupMembership.objects.filter(workgroup=OuterRef("pk"), person=person)),
    )


def _number_of(rows: QuerySet[Any], *, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
