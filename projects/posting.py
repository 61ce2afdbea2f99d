"""Posting a plan, and editing it without overwriting what somebody else has written meanwhile."""

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import hold, lock
from coalition.shared.validation import check_fields
from members import activity, overdue
from members.models import Organization, Person
from projects import kinds, permissions
from projects.following import follow
from projects.models import Project, ProjectStatus, Workgroup


class ProjectFields(TypedDict, total=False):
    """What may be edited of a project. States are postal codes; none means the whole country."""

    title: str
    purpose: str
    plan: str
    workgroup: Workgroup | None
    states: Sequence[str]


@transaction.atomic
def post_project(
    *,
    organization: Organization,
    actor: Person,
    title: str,
    purpose: str,
    plan: str = "",
    workgroup: Workgroup | None = None,
    states: Iterable[str] = (),
) -> Project:
    """Post a plan for an organization; every member sees it at once.

    Records the activity, and lets the poster follow the project. Raises NotAllowed, or Invalid with the field.
    """
    hold(organization)  # it does not leave while this goes on
    organization.refresh_from_db(fields=["status", "must_accept_by"])
    if not permissions.can_post_project(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for %(name)s can post its plans.") % {"name": organization},
        )
    _check_workgroup(workgroup)
    project = Project(organization=organization, posted_by=actor, workgroup=workgroup, states=_in_order(states))
    project.title, project.purpose, project.plan = title.strip(), purpose.strip(), plan
    check_fields(project)
    project.save()
    follow(actor, project.topic, reason=_("You posted it"))
    activity.record(
        kinds.PROJECT_POSTED,
        actor=actor,
        organization=organization,
        title=project.title,
        url=project.get_absolute_url(),
        text=project.purpose,
        topics=project.topics,
        after={"status": project.status, "workgroup": workgroup, "states": project.states},
    )
    return project


@transaction.atomic
def edit_project(project: Project, *, actor: Person, version: int, **fields: Unpack[ProjectFields]) -> Project:
    """Change the given fields of a plan that is still at `version`; the version then goes up by one.

    Records the activity with the names of the fields changed; where nothing differs, does nothing. Raises
    NotAllowed, Invalid with the field, or Conflict: `version_conflict` with the present `version` among its facts
    when somebody else has saved meanwhile, `project_closed` for a closed project.
    """
    lock(project)
    if not permissions.can_edit_project(actor, project):
        raise overdue.refusal(
            actor,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can edit this plan.") % {"name": project.organization},
        )
    check_open(project)
    _check_version(project, version)
    before = _on_record(project)
    changed = _apply(project, fields)
    if not changed:
        return project
    check_fields(project)
    project.version += 1
    project.edited_at = clock.now()
    project.save()
    activity.record(
        kinds.PROJECT_EDITED,
        actor=actor,
        organization=project.organization,
        title=project.title,
        url=project.get_absolute_url(),
        text=_("Changed: %(fields)s") % {"fields": ", ".join(_name_of(field) for field in changed)},
        topics=project.topics,
        before=before,
        after={**_on_record(project), "changed": changed},
    )
    return project


def check_open(project: Project) -> None:
    """Raise Conflict when the project is closed: it then stands as a record until somebody reopens it."""
    if project.status == ProjectStatus.CLOSED:
        raise Conflict(_("This project is closed. Make it active again before you change it."), code="project_closed")


def _check_version(project: Project, version: int) -> None:
    if project.version != version:
        raise Conflict(
            _("Somebody saved this plan while you were editing it. Compare the two texts, then save again."),
            code="version_conflict",
            version=project.version,
        )


def _check_workgroup(workgroup: Workgroup | None) -> None:
    if workgroup is not None and not workgroup.is_active:
        raise Invalid(_("This workgroup is no longer active. Choose another one."), field="workgroup")


def _apply(project: Project, fields: ProjectFields) -> list[str]:
    """Set the fields that differ and return their names."""
    given = dict(fields)
    for name in ("title", "purpose"):
        if name in given:
            given[name] = str(given[name]).strip()
    if "states" in fields:
        given["states"] = _in_order(fields["states"])
    changed = [name for name, value in given.items() if getattr(project, name) != value]
    if "workgroup" in changed:
        _check_workgroup(fields["workgroup"])
    for name in changed:
        setattr(project, name, given[name])
    return changed


def _on_record(project: Project) -> dict[str, object]:
    """What the audit trail keeps of a plan: no text, only that it was changed."""
    return {"version": project.version, "workgroup": project.workgroup_id, "states": project.states}


def _in_order(states: Iterable[str]) -> list[str]:
    return sorted(set(states))


def _name_of(field: str) -> str:
    return str(Project._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # only own fields are edited
