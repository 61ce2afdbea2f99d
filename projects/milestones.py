"""The dated steps of a plan: setting them, moving them, reaching them."""

from datetime import date, datetime, time
from typing import TypedDict, Unpack, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import hold, lock
from coalition.shared.validation import check_fields
from members import activity, notices, overdue
from members.models import Activity, Organization, Person
from members.permissions import can_write_for
from members.wording import Kind
from projects import kinds, permissions, slips
from projects.models import Milestone, MilestoneStatus, Project
from projects.posting import check_open


class MilestoneFields(TypedDict, total=False):
    """What may be edited of a milestone. Progress is in percent, 0 to 100."""

    title: str
    organization: Organization
    starts_on: date | None
    due_on: date
    status: str
    progress: int


@transaction.atomic
def add_milestone(  # each is one thing that a milestone has
    project: Project,
    *,
    actor: Person,
    title: str,
    organization: Organization,
    due_on: date,
    starts_on: date | None = None,
) -> Milestone:
    """Add a step to the plan, for which the lead or a confirmed partner answers.

    The day it is due is kept as the day first planned. Records the activity and tells the organization that answers
    for it, unless the actor writes for it. Raises NotAllowed, Invalid with the field, or Conflict when the project is
    closed.
    """
    hold(organization)  # it does not leave while this goes on
    lock(project)
    if not permissions.can_edit_project(actor, project):
        raise overdue.refusal(
            actor,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can edit this plan.") % {"name": project.organization},
        )
    check_open(project)
    _check_owner(project, organization)
    milestone = Milestone(
        project=project,
        title=title.strip(),
        organization=organization,
        starts_on=starts_on,
        due_on=due_on,
        first_due_on=due_on,
    )
    check_fields(milestone)
    _check_days(milestone)
    milestone.save()
    text = _("Due %(day)s") % {"day": _day(due_on)}
    row = _record(kinds.MILESTONE_SET, milestone, actor=actor, text=text, before=None)
    _tell_owner(milestone, actor=actor, because=row)
    return milestone


@transaction.atomic
def edit_milestone(
    milestone: Milestone, *, actor: Person, version: int | None = None, **fields: Unpack[MilestoneFields]
) -> Milestone:
    """Change the given fields of a milestone, which is still at `version` if one is given.

    A reached milestone stands at 100 % and notes the day. Records the most telling change: reached or dropped, moved
    to another day, or edited; where nothing differs, does nothing. Tells the organization that answers for it when
    that or the day changes, and those whose milestones it now holds up. Raises NotAllowed, Invalid with the field, or
    Conflict (`version_conflict`, `project_closed`).
    """
    hold(fields.get("organization", milestone.organization))
    _lock(milestone)
    if not permissions.can_edit_milestone(actor, milestone):
        raise overdue.refusal(
            actor,
            milestone.project.organization,
            milestone.organization,
            otherwise=_("Only the lead and whoever answers for this milestone can edit it."),
        )
    check_open(milestone.project)
    _check_version(milestone, version)
    before = _on_record(milestone)
    changed = _apply(milestone, fields)
    if not changed:
        return milestone
    check_fields(milestone)
    _check_days(milestone)
    milestone.version += 1
    milestone.changed_at = clock.now()
    milestone.save()
    row = _record_change(milestone, changed, actor=actor, before=before)
    _tell_of_change(milestone, changed, actor=actor, because=row)
    return milestone


def _tell_of_change(milestone: Milestone, changed: set[str], *, actor: Person, because: Activity) -> None:
    """Tell whoever answers for it now, and those whose milestones it holds up or leaves waiting in vain."""
    if not milestone.is_unfinished:
        notices.done(milestone.subject)
    elif changed & {"organization", "due_on"}:
        notices.void(milestone.subject)
        _tell_owner(milestone, actor=actor, because=because)
    if changed & slips.MOVING:
        slips.tell_held_up([milestone.pk], actor=actor)
    if "status" in changed and not milestone.will_come:
        slips.tell_in_vain([milestone.pk], actor=actor)


def _lock(milestone: Milestone) -> None:
    """Lock the project, which stands for all of its parts, and the milestone."""
    project = milestone.project
    lock(project, milestone)
    milestone.project = project


def _check_version(milestone: Milestone, version: int | None) -> None:
    if version is not None and version != milestone.version:
        raise Conflict(
            _("Somebody saved this milestone while you were editing it. Compare, then save again."),
            code="version_conflict",
            version=milestone.version,
        )


def _apply(milestone: Milestone, fields: MilestoneFields) -> set[str]:
    """Set the fields that differ and return their names."""
    given = dict(fields)
    if "title" in fields:
        given["title"] = fields["title"].strip()
    if given.get("status", milestone.status) == MilestoneStatus.REACHED:
        given["progress"] = 100
    if "status" in given and given["status"] != milestone.status:
        given["reached_on"] = clock.today() if given["status"] == MilestoneStatus.REACHED else None
    changed = {name for name, value in given.items() if getattr(milestone, name) != value}
    if "organization" in changed:
        _check_owner(milestone.project, fields["organization"])
    for name in changed:
        setattr(milestone, name, given[name])
    return changed


def _check_days(milestone: Milestone) -> None:
    if milestone.starts_on and milestone.starts_on > milestone.due_on:
        raise Invalid(_("It cannot start after the day it is due."), field="starts_on")


def _check_owner(project: Project, organization: Organization) -> None:
    if not project.takes_part(organization):
        raise Invalid(
            _("%(name)s does not take part in this project. Ask it to, or choose another.") % {"name": organization},
            field="organization",
        )


def _record_change(milestone: Milestone, changed: set[str], *, actor: Person, before: dict[str, object]) -> Activity:
    if "status" in changed and not milestone.is_unfinished:
        kind, text = kinds.MILESTONE_ENDED[MilestoneStatus(milestone.status)], ""
    elif "due_on" in changed:
        days = {"old": _day(cast(date, before["due_on"])), "new": _day(milestone.due_on)}
        kind, text = kinds.MILESTONE_RESCHEDULED, _("From %(old)s to %(new)s") % days
    else:
        values = {"status": milestone.get_status_display(), "progress": milestone.progress}
        kind, text = kinds.MILESTONE_EDITED, _("%(status)s, %(progress)d %%") % values
    return _record(kind, milestone, actor=actor, text=text, before=before)


def _on_record(milestone: Milestone) -> dict[str, object]:
    """What the audit trail keeps of a milestone: no text."""
    return {
        "milestone": milestone.pk,
        "organization": milestone.organization_id,
        "starts_on": milestone.starts_on,
        "due_on": milestone.due_on,
        "status": milestone.status,
        "progress": milestone.progress,
    }


def _record(
    what: Kind, milestone: Milestone, *, actor: Person, text: str, before: dict[str, object] | None
) -> Activity:
    project, owner = milestone.project, milestone.organization
    return activity.record(
        what,
        actor=actor,
        organization=owner if can_write_for(actor, owner) else project.organization,
        title=milestone.told,
        url=milestone.get_absolute_url(),
        text=text,
        topics=[*project.topics, project.organization.topic, owner.topic],
        before=before,
        after=_on_record(milestone),
    )


def _tell_owner(milestone: Milestone, *, actor: Person, because: Activity) -> None:
    """A notice to those who answer for an unfinished milestone, unless one of them did this."""
    if not milestone.is_unfinished or can_write_for(actor, milestone.organization):
        return
    notices.tell(
        notices.writers_of(milestone.organization),
        kinds.MILESTONE_IS_YOURS,
        title=milestone.told,
        url=milestone.get_absolute_url(),
        subject=milestone.subject,
        must_act=False,
        due_at=datetime.combine(milestone.due_on, time.max, tzinfo=ZoneInfo(settings.PORTAL_TIME_ZONE)),
        because=because,
    )


def _day(day: date) -> str:
    return date_format(day, "M j, Y")
