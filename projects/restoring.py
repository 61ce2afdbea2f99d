"""Taking an older version of a plan up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict
from members.models import Person
from projects.models import PlanVersion, Project
from projects.posting import ProjectFields, edit_project


@transaction.atomic
def restore_version(old: PlanVersion, *, actor: Person, version: int) -> Project:
    """Write what an older version said into the plan, which is still at `version`: an edit like any other.

    Who leads stays as it is, and so does the workgroup where that of the old version is no longer active. Raises
    Conflict (`same_text`) when the plan says the same already, and else as `edit_project`.
    """
    project = old.project
    fields = ProjectFields(
        title=old.title,
        purpose=old.purpose,
        plan=old.plan,
        help_wanted=old.help_wanted,
        themes=old.themes,
        states=old.states,
    )
    if old.workgroup is None or old.workgroup.is_active:
        fields["workgroup"] = old.workgroup
    note = _("Restored from version %(number)d") % {"number": old.number}
    restored = edit_project(project, actor=actor, version=version, note=note, **fields)
    if restored.version == version:
        raise Conflict(_("The plan says the same already."), code="same_text")
    return restored
