"""Who may do what on the first floor."""

from members.models import Membership, Organization
from members.models.person import Reader
from members.permissions import can_administer, can_write_for, is_member
from projects.models import Milestone, Partner, Project, Workgroup


def can_join_workgroup(reader: Reader, workgroup: Workgroup) -> bool:
    """Whether the reader may take part in the workgroup: every member may, while it is active."""
    return is_member(reader) and workgroup.is_active


def can_manage_workgroups(reader: Reader) -> bool:
    """Whether the reader may name the leads of workgroups."""
    return can_administer(reader)


def can_post_project(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may post a plan for the organization."""
    return can_write_for(reader, organization)


def can_edit_project(reader: Reader, project: Project) -> bool:
    """Whether the reader writes for the lead organization."""
    return can_write_for(reader, project.organization)


def can_change_status(reader: Reader, project: Project) -> bool:
    """Whether the reader may start, pause, deliver, close or reopen the project: its lead, and admins for order."""
    return can_edit_project(reader, project) or can_administer(reader)


def can_ask_partner(reader: Reader, project: Project) -> bool:
    """Whether the reader may ask organizations to take part."""
    return can_edit_project(reader, project)


def can_answer_partner(reader: Reader, partner: Partner) -> bool:
    """Whether the reader answers for the organization that was asked."""
    return can_write_for(reader, partner.organization)


def can_act_in(acting: Membership | None, project: Project) -> bool:
    """Whether the membership acted for writes for the lead or a confirmed partner."""
    return acting is not None and acting.can_write and project.takes_part(acting.organization)


def can_edit_milestone(reader: Reader, milestone: Milestone) -> bool:
    """Whether the reader writes for the lead or for the organization that answers for the milestone."""
    return can_edit_project(reader, milestone.project) or can_write_for(reader, milestone.organization)


def can_hand_over(reader: Reader, project: Project) -> bool:
    """Whether the reader may pass the lead on to a partner: its lead, and admins for order."""
    return can_change_status(reader, project)
