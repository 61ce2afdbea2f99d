"""The one door for a project's status."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import states
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import hold, lock
from members import activity, notices, overdue
from members.models import Person
from projects import kinds, permissions, slips
from projects.models import Project, ProjectStatus
from projects.models.project import OPEN, TRANSITIONS

# Whoever counted on the work has to read why it rests or ends.
NEEDS_REASON = (ProjectStatus.PAUSED, ProjectStatus.CLOSED)


@transaction.atomic
def change_status(project: Project, *, actor: Person, status: str, reason: str = "") -> Project:
    """Move the project to another status.

    Records the activity with the reason, and tells those whose milestones wait for some of it. Closing also voids the
    notices that wait for partners' answers and those of its milestones. Raises NotAllowed, IllegalTransition, Invalid
    when a pause or a closing has no reason, or Conflict (`not_a_member`) when its lead cannot act now.
    """
    hold(project.organization)
    lock(project)
    if not permissions.can_change_status(actor, project):
        raise overdue.refusal(
            actor,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can change the status of this project.")
            % {"name": project.organization},
        )
    new = _status(status)
    states.check(TRANSITIONS, ProjectStatus, old=project.status, new=new)
    if new == ProjectStatus.ACTIVE and not project.organization.is_admitted:
        raise Conflict(
            _("%(name)s, which leads it, is not a member now.") % {"name": project.organization}, code="not_a_member"
        )
    reason = reason.strip()
    if new in NEEDS_REASON and not reason:
        raise Invalid(_("Say why, in a sentence: others count on this project."), field="reason", code="reason_needed")
    move(project, new, actor=actor, reason=reason)
    return project


def move(project: Project, new: ProjectStatus, *, actor: Person, reason: str) -> None:
    """Write the status of a locked project, for the verbs that have checked who asks and what may follow."""
    old, project.status = project.status, new
    project.save(update_fields=["status"])
    activity.record(
        kinds.PROJECT_MOVED[new],
        actor=actor,
        organization=project.organization,
        title=project.title,
        url=project.get_absolute_url(),
        text=reason,
        topics=project.topics,
        before={"status": old},
        after={"status": new},
    )
    if new == ProjectStatus.CLOSED:
        _void_notices(project)
    if (old in OPEN) != (new in OPEN):
        _tell_those_who_wait(project, actor=actor)


def _status(word: str) -> ProjectStatus:
    if word not in ProjectStatus.values:
        raise Invalid(_("There is no such status."), field="status")
    return ProjectStatus(word)


def _void_notices(project: Project) -> None:
    for row in [*project.partners.all(), *project.milestones.all()]:
        notices.void(row.subject)


def _tell_those_who_wait(project: Project, *, actor: Person) -> None:
    """Milestones in other plans may wait for some that will not come now, or that will come after all."""
    keys = list(project.milestones.order_by("pk").values_list("pk", flat=True))
    slips.tell_held_up(keys, actor=actor)
    if not project.is_open:
        slips.tell_in_vain(keys, actor=actor)
