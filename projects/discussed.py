"""What can be discussed of this floor: projects and their milestones, by every member."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.errors import Text
from members.discussions import subjects
from members.discussions.subjects import Sort
from projects.models import Milestone, Project, WorkgroupMembership

AUDIENCE = gettext_lazy("Every member of the coalition reads what is written here.")


def register() -> None:
    """Called when the floor starts."""
    subjects.register(
        Sort(
            "project",
            nav="plans",
            rows=lambda: Project.objects.select_related("organization", "workgroup", "discussion"),
            title=str,
            topics=lambda project: [project.topic, project.organization.topic],
            audience=AUDIENCE,
            closed=_closed,
            concerned=_responsible_for,
        ),
        Sort(
            "milestone",
            nav="plans",
            rows=lambda: Milestone.objects.select_related("organization", "project__organization", "discussion"),
            title=lambda milestone: f"{milestone} ({milestone.project})",
            topics=_topics_of_milestone,
            audience=AUDIENCE,
            url=lambda milestone: reverse("projects:milestone", args=[milestone.pk]),
            closed=lambda milestone: _closed(milestone.project),
            concerned=lambda milestone: _responsible_for(milestone.project),
        ),
    )
    subjects.register_known(_in_workgroups)


def _responsible_for(project: Project) -> list[int]:
    """Its owners; while it has none, whoever posted it."""
    return list(project.owners.values_list("person", flat=True)) or [project.posted_by_id]


def _topics_of_milestone(milestone: Milestone) -> list[str]:
    owners = (milestone.organization.topic, milestone.project.organization.topic)
    return [milestone.subject, milestone.project.topic, *owners]


def _closed(project: Project) -> Text:
    return _("The project is closed. What was said stays readable.") if project.is_closed else ""


def _in_workgroups() -> "QuerySet[Any, Any]":
    """Every member sees who takes part in the workgroups."""
    return WorkgroupMembership.objects.current().order_by().values("person")
