"""The ground: people, organizations, the charter, and what reaches people."""

from members.models.activity import Activity, Audience
from members.models.application import Application, ApplicationMessage, ApplicationStatus, Side
from members.models.audit import AuditCheck, AuditEntry, AuditHead
from members.models.charter import Acceptance, CharterStatus, CharterVersion, Principle
from members.models.contact import Contact
from members.models.discussion import Comment, CommentRevision, Discussion, Mention
from members.models.identity import IdentityDomain, IdentityProvider
from members.models.invitation import Invitation, InvitationStatus, JoinRequest, JoinRequestStatus
from members.models.kept_wording import KeptWording
from members.models.mail import Digest, OutgoingMail, OutgoingMailState
from members.models.notice import Follow, Notice, NoticeStatus
from members.models.organization import (
    Joining,
    Organization,
    OrganizationKind,
    OrganizationSize,
    OrganizationStatus,
)
from members.models.person import DigestFrequency, Membership, Person, Role
from members.models.renaming import FormerName, Renaming, RenamingStatus
from members.models.token import ApiToken

__all__ = [
    "Acceptance",
    "Activity",
    "ApiToken",
    "Application",
    "ApplicationMessage",
    "ApplicationStatus",
    "Audience",
    "AuditCheck",
    "AuditEntry",
    "AuditHead",
    "CharterStatus",
    "CharterVersion",
    "Comment",
    "CommentRevision",
    "Contact",
    "Digest",
    "DigestFrequency",
    "Discussion",
    "Follow",
    "FormerName",
    "IdentityDomain",
    "IdentityProvider",
    "Invitation",
    "InvitationStatus",
    "JoinRequest",
    "JoinRequestStatus",
    "Joining",
    "KeptWording",
    "Membership",
    "Mention",
    "Notice",
    "NoticeStatus",
    "Organization",
    "OrganizationKind",
    "OrganizationSize",
    "OrganizationStatus",
    "OutgoingMail",
    "OutgoingMailState",
    "Person",
    "Principle",
    "Renaming",
    "RenamingStatus",
    "Role",
    "Side",
]
