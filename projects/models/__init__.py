"""The first floor: workgroups, and projects with their plans, open to every member."""

from projects.models.milestone import Dependency, HeldUp, Milestone, MilestoneStatus
from projects.models.project import Partner, PartnerStatus, Project, ProjectStatus
from projects.models.workgroup import Workgroup, WorkgroupMembership

__all__ = [
    "Dependency",
    "HeldUp",
    "Milestone",
    "MilestoneStatus",
    "Partner",
    "PartnerStatus",
    "Project",
    "ProjectStatus",
    "Workgroup",
    "WorkgroupMembership",
]
