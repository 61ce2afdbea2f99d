"""The owners of a project, as its page shows them."""

from dataclasses import dataclass

from members.acting import MemberRequest
from projects import permissions
from projects.models import Owner, Project


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owners as the page shows them to this reader."""

    owners: list[Owner]
    can_name: bool
    can_claim: bool
    joins: bool  # whether claiming makes the organization acted for a partner


def ownership(request: MemberRequest, project: Project) -> Ownership:
    """Who owns the project, and what the reader may do about it."""
    open_, acting = not project.is_closed, request.acting
    return Ownership(
        owners=list(project.owners.all()),
        can_name=open_ and permissions.can_name_owner(request.user, project),
        can_claim=open_ and bool(acting and permissions.can_claim(request.user, project, acting.organization)),
        joins=bool(acting and not project.takes_part(acting.organization)),
    )
