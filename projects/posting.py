"""Posting a plan, and editing it without overwriting what somebody else has written meanwhile."""

from collections.abc import Iterable, Sequence
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import hold, lock
from coalition.shared.once import insert_once
from coalition.shared.validation import check_fields
from members import activity, guarding, overdue
from members.models import Organization, Person
from members.models.organization import STANDING
from projects import kinds, permissions
from projects.following import follow
from projects.models import Owner, Project, ProjectStatus, Theme, Workgroup
from projects.telling_alike import tell_of_plans_like
from projects.versions import keep_version

TEXTS = ("title", "purpose", "plan", "help_wanted")  # looked through for words of money


class _Optional(TypedDict, total=False):
    """What a plan may leave out. States are postal codes; none means the whole country. Themes are `Theme` values.

    The `explanation` says why words of money stay (`members.guarding`).
    """

    plan: str
    help_wanted: str
    workgroup: Workgroup | None
    states: Sequence[str]
    themes: Sequence[str]
    explanation: str


class NewProject(_Optional, total=False):
    """What a new plan says. The organization posts one with the same `source_key` once."""

    title: Required[str]
    purpose: Required[str]
    source_key: str


class ProjectFields(_Optional, total=False):
    """What may be edited of a project."""

    title: str
    purpose: str


@transaction.atomic
def post_project(
    *, organization: Organization, actor: Person, owned: bool = True, note: str = "", **fields: Unpack[NewProject]
) -> Project:
    """Post a plan for an organization; every member sees it at once.

    The poster owns it, unless it is only listed for somebody to take on (`owned=False`), and follows it. Records the
    activity, keeps the first version, and tells of plans alike. Raises NotAllowed, Invalid with the field, or Conflict
    (`known_source_key`).
    """
    hold(organization, reading=STANDING)  # it does not leave while this goes on
    if not permissions.can_post_project(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for %(name)s can post its plans.") % {"name": organization},
        )
    explanation = fields.pop("explanation", "")
    project = Project(organization=organization, posted_by=actor)
    _apply(project, fields)
    check_fields(project)
    insert_once(project)
    _guard(project, TEXTS, actor=actor, organization=organization, explanation=explanation)
    keep_version(project, author=actor, organization=organization, note=note)
    if owned:
        Owner.objects.create(project=project, person=actor)
        project.refresh_from_db(fields=["owner_count"])
    follow(actor, project.topic, reason=_("You posted it"))
    activity.record(
        kinds.PROJECT_POSTED,
        actor=actor,
        organization=organization,
        title=project.title,
        url=project.get_absolute_url(),
        text=project.purpose,
        topics=project.topics,
        after={"status": project.status, **_on_record(project), "owners": project.owner_count},
    )
    tell_of_plans_like(project)
    return project


@transaction.atomic
def edit_project(
    project: Project, *, actor: Person, version: int, note: str = "", **fields: Unpack[ProjectFields]
) -> Project:
    """Change the given fields of a plan that is still at `version`; the version then goes up by one and is kept.

    `note` says in a few words what changed. Records the activity with the names of the fields changed; where nothing
    differs, does nothing. Raises NotAllowed, Invalid with the field, or Conflict: `version_conflict` when somebody
    else has saved meanwhile, with the present `version` and what the given fields say now (`present`) among its
    facts; `project_closed` for a closed project.
    """
    lock(project)
    if not permissions.can_edit_project(actor, project):
        raise overdue.refusal(
            actor,
            project.organization,
            otherwise=_("Only its owners and people who may write for %(name)s can edit this plan.")
            % {"name": project.organization},
        )
    check_open(project)
    explanation = fields.pop("explanation", "")
    _check_version(project, version, fields)
    before = _on_record(project)
    changed = _apply(project, fields)
    if not changed:
        return project
    check_fields(project)
    project.version += 1
    project.edited_at = clock.now()
    project.save()
    speaking = permissions.speaks_for(actor, project) or project.organization
    _guard(project, changed, actor=actor, organization=speaking, explanation=explanation)
    _keep(project, changed, actor=actor, note=note, before=before)
    return project


def _keep(project: Project, changed: list[str], *, actor: Person, note: str, before: dict[str, object]) -> None:
    """Keep the version, and record what was edited."""
    speaking = permissions.speaks_for(actor, project) or project.organization
    keep_version(project, author=actor, organization=speaking, note=note)
    activity.record(
        kinds.PROJECT_EDITED,
        actor=actor,
        organization=speaking,
        title=project.title,
        url=project.get_absolute_url(),
        text=_told(changed, note),
        topics=project.topics,
        before=before,
        after={**_on_record(project), "changed": changed},
    )


def _guard(
    project: Project, names: Iterable[str], *, actor: Person, organization: Organization, explanation: str
) -> None:
    said = {name: getattr(project, name) for name in TEXTS if name in names}
    guarding.check_words(project, said, actor=actor, organization=organization, explanation=explanation)


def check_open(project: Project) -> None:
    """Raise Conflict when the project is closed: it then stands as a record until somebody reopens it."""
    if project.status == ProjectStatus.CLOSED:
        raise Conflict(_("This project is closed. Make it active again before you change it."), code="project_closed")


def _check_version(project: Project, version: int, fields: ProjectFields) -> None:
    if project.version != version:
        present = {name: getattr(project, name) for name in fields if name != "workgroup"}
        if "workgroup" in fields:
            present["workgroup"] = project.workgroup.slug if project.workgroup else None
        raise Conflict(
            _("Somebody saved this plan while you were editing it. Compare the two texts, then save again."),
            code="version_conflict",
            version=project.version,
            present=present,
        )


def _check_workgroup(workgroup: Workgroup | None) -> None:
    if workgroup is not None and not workgroup.is_active:
        raise Invalid(_("This workgroup is no longer active. Choose another one."), field="workgroup")


def _apply(project: Project, fields: NewProject | ProjectFields) -> list[str]:
    """Set the fields that differ and return their names."""
    given: dict[str, Any] = dict(fields)
    for name in ("title", "purpose", "help_wanted"):
        if name in given:
            given[name] = str(given[name]).strip()
    if "states" in fields:
        given["states"] = sorted(set(fields["states"]))
    if "themes" in fields:
        given["themes"] = sorted(set(fields["themes"]), key=_place_of_theme)
    changed = [name for name, value in given.items() if getattr(project, name) != value]
    if "workgroup" in changed:
        _check_workgroup(given["workgroup"])
    for name in changed:
        setattr(project, name, given[name])
    return changed


def _place_of_theme(theme: str) -> tuple[int, str]:
    """As the themes stand in their list; what is none comes last, and is refused later."""
    return (Theme.values.index(theme) if theme in Theme.values else len(Theme.values), theme)


def _on_record(project: Project) -> dict[str, object]:
    """What the audit trail keeps of a plan: no text, only that it was changed."""
    return {
        "version": project.version,
        "workgroup": project.workgroup_id,
        "states": project.states,
        "themes": project.themes,
    }


def _told(changed: Iterable[str], note: str) -> str:
    """The names of the fields changed, and in the editor's words what changed."""
    names = ", ".join(str(Project._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]  # own fields
    told = _("Changed: %(fields)s") % {"fields": names}
    return f"{told}. {note.strip()}" if note.strip() else told
