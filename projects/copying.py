"""A new plan after the pattern of another."""

from datetime import date, timedelta
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from members.models import Organization, Person
from projects.depending import add_dependency
from projects.milestones import add_milestone
from projects.models import Dependency, Milestone, MilestoneStatus, Project
from projects.posting import NewProject, post_project
from projects.versions import shortened


@transaction.atomic
def copy_project(  # each is one thing that the copy is made of
    source: Project,
    *,
    organization: Organization,
    actor: Person,
    first_due_on: date | None,
    owned: bool = True,
    **fields: Unpack[NewProject],
) -> Project:
    """Post a plan with these fields and the milestones of another plan, so shifted that the first is due on a day.

    The organization answers for all of them, and they wait for each other as there; partners, owners, progress and what
    is said of the source stay with it.
    Without a day no milestone is copied. Raises as `post_project` and `add_milestone`.
    """
    note = shortened(_("After the plan “%(title)s”") % {"title": source.title})
    project = post_project(organization=organization, actor=actor, owned=owned, note=note, **fields)
    steps = pattern(source) if first_due_on else []
    copies: dict[int, Milestone] = {}
    for step in steps:
        shift = (first_due_on or step.due_on) - steps[0].due_on
        copies[step.pk] = add_milestone(
            project,
            actor=actor,
            title=step.title,
            organization=organization,
            due_on=step.due_on + shift,
            starts_on=step.starts_on and step.starts_on + shift,
        )
    for row in Dependency.objects.filter(milestone__in=steps, waits_for__in=steps).order_by("pk"):
        add_dependency(copies[row.milestone_id], waits_for=copies[row.waits_for_id], actor=actor)
    return project


def pattern(source: Project) -> list[Milestone]:
    """The milestones that a copy takes over, by their days: those that were not dropped."""
    return list(source.milestones.exclude(status=MilestoneStatus.DROPPED).order_by("due_on", "pk"))


def first_day(source: Project, steps: list[Milestone]) -> date | None:
    """When the first milestone of a copy posted today is due if it goes at the pace of the source; a day to come."""
    if not steps:
        return None
    today = clock.today()
    return max(today + (steps[0].due_on - source.posted_at.date()), today + timedelta(days=1))
