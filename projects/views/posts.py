"""Updates and deliverables as parts of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coalition.shared.paging import counted
from members.acting import MemberRequest
from projects import permissions
from projects.models import Project, Update

SHOWN = 3  # updates on the page of a project
SHOWN_DELIVERABLES = 10


@dataclass(frozen=True, slots=True)
class Told:
    """An update as a list shows it to this reader."""

    update: Update
    can_edit: bool
    can_withdraw: bool


def shown_to(request: MemberRequest, updates: Iterable[Update], project: Project) -> list[Told]:
    """The updates of a project with what the reader may do with each; asks for nothing more."""
    return [_told(request, update, project) for update in updates]


def posts_of(request: MemberRequest, project: Project) -> dict[str, Any]:
    """The newest updates of a project, how many there are, and what it released."""
    updates = Update.objects.visible_to(request.user).filter(project=project)
    return {
        "updates": shown_to(request, updates.listed()[:SHOWN], project),
        "updates_count": counted(updates),
        "can_tell": not project.is_closed and permissions.can_act_in(request.acting, project),
        "deliverables": project.deliverables.current()[:SHOWN_DELIVERABLES],
    }


def _told(request: MemberRequest, update: Update, project: Project) -> Told:
    update.project = project  # with its lead, which is asked for
    can_edit = permissions.can_edit_update(request.user, update) and not project.is_closed
    can_withdraw = permissions.can_withdraw_update(request.user, update)
    stands = not update.is_withdrawn
    return Told(update, can_edit=stands and can_edit, can_withdraw=stands and can_withdraw)
