"""Keeping a plan as it was each time that it was written."""

from coalition.shared import clock
from coalition.shared.validation import check_fields
from members.models import Organization, Person
from projects.models import PlanVersion, Project

# What a version keeps of a project, under the same names.
KEPT = ("title", "purpose", "plan", "help_wanted", "workgroup", "themes", "states")


def keep_version(project: Project, *, author: Person, organization: Organization, note: str = "") -> PlanVersion:
    """Keep the locked project as it is now, under its present version, for the verbs that have just written it.

    `organization` is whom the author spoke for; `note` says in a few words what changed. Raises Invalid for a note
    that is too long.
    """
    row = PlanVersion(
        project=project,
        number=project.version,
        lead=project.organization,
        author=author,
        organization=organization,
        note=note.strip(),
        written_at=clock.now(),
        **{name: getattr(project, name) for name in KEPT},
    )
    check_fields(row)
    row.save()
    return row


def shortened(reason: str) -> str:
    """A reason of any length as a note."""
    longest = PlanVersion._meta.get_field("note").max_length or 0
    return reason if len(reason) <= longest else f"{reason[: longest - 1]}…"
