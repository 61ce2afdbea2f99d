"""The first floor: workgroups, and projects with their plans, open to every member."""

from projects.models.address import AddressKind, PrivateAddress
from projects.models.attachment import Attachment
from projects.models.deliverable import Credit, Deliverable, DeliverableKind, Licence
from projects.models.highlights import Highlights
from projects.models.milestone import Dependency, HeldUp, Milestone, MilestoneStatus
from projects.models.owner import Owner
from projects.models.project import Partner, PartnerStatus, Project, ProjectStatus
from projects.models.theme import Theme
from projects.models.update import Update, UpdateText
from projects.models.version import PlanVersion
from projects.models.workgroup import Workgroup, WorkgroupMembership

__all__ = [
    "AddressKind",
    "Attachment",
    "Credit",
    "Deliverable",
    "DeliverableKind",
    "Dependency",
    "HeldUp",
    "Highlights",
    "Licence",
    "Milestone",
    "MilestoneStatus",
    "Owner",
    "Partner",
    "PartnerStatus",
    "PlanVersion",
    "PrivateAddress",
    "Project",
    "ProjectStatus",
    "Theme",
    "Update",
    "UpdateText",
    "Workgroup",
    "WorkgroupMembership",
]
