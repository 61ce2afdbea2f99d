"""What this floor adds to the directory of organizations: their workgroups, and the projects they take part in."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from coalition.shared.paging import counted
from members import facets, profile
from members.facets import Facet
from members.models import Membership, Organization, Person
from projects.models import Project, Workgroup, WorkgroupMembership

SHOWN = 5  # projects on the page of an organization


def _workgroups() -> list[tuple[str, str]]:
    return list(Workgroup.objects.active().values_list("slug", "name"))


def in_workgroup(slug: str) -> Q:
    """Organizations with a person who takes part in the workgroup."""
    people = WorkgroupMembership.objects.filter(workgroup__slug=slug).order_by().values("person")
    return Q(pk__in=Membership.objects.active().filter(person__in=people).order_by().values("organization"))


def work_of(organization: Organization, reader: Person) -> dict[str, Any]:
    """Its workgroups with how many of its people are in each, and the newest of its projects; six queries."""
    projects = Project.objects.visible_to(reader).of(organization)
    people = Membership.objects.active().filter(organization=organization).order_by().values("person")
    return {
        "organization": organization,
        "workgroups": Workgroup.objects.visible_to(reader)
        .filter(memberships__person__in=people)
        .annotate(people=Count("memberships", filter=Q(memberships__person__in=people))),
        "projects": projects.listed()[:SHOWN],
        "count": counted(projects.order_by()),
    }


def register() -> None:
    """Called when the floor starts."""
    facets.register(
        Facet(
            "workgroup",
            _("Workgroup"),
            in_workgroup,
            about="Short name of a workgroup in which one of their people takes part.",
            everything=_("All workgroups"),
            choices=_workgroups,
        )
    )
    profile.register("projects/parts/of_organization.html", work_of)
