"""What the first floor holds about a person."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.personal_data import Holding
from projects.models import (
    Attachment,
    Credit,
    Deliverable,
    Highlights,
    Owner,
    PlanVersion,
    PrivateAddress,
    Project,
    Update,
    UpdateText,
    WorkgroupMembership,
)

SAID = _("What an organization told about its project is the organization's.")
RELEASED = _("What an organization released is the organization's.")


def register() -> None:
    """Called when the floor starts."""
    personal_data.register(
        Holding(
            WorkgroupMembership,
            "person",
            _("Workgroups you take part in"),
            ("workgroup__name", "is_lead", "joined_at", "gets_highlights"),
        ),
        Holding(
            PrivateAddress,
            "person",
            _("Private addresses for calendars and feeds"),
            ("kind", "project__title", "workgroup__name", "created_at", "last_read_at", "revoked_at"),
        ),
        Holding(
            Project,
            "posted_by",
            _("Projects you posted"),
            ("title", "organization__name", "status", "posted_at"),
            kept=_("What an organization undertakes is the organization's."),
        ),
        Holding(
            Highlights,
            "sent_by",
            _("Highlights you sent"),
            ("workgroup__name", "week", "text", "sent_at"),
            kept=_("The history of a workgroup. It says “A former member” where your name was."),
        ),
        Holding(Owner, "person", _("Projects you own"), ("project__title", "since")),
        Holding(
            PlanVersion,
            "author",
            _("Versions of plans you wrote"),
            ("project__title", "number", "note", "written_at"),
            kept=_("The history of a plan. It says “A former member” where your name was."),
        ),
        *_of_updates(),
        *_of_deliverables(),
    )


def _of_updates() -> tuple[Holding, ...]:
    withdrawn = ("title", "organization__name", "withdrawn_at", "reason")
    return (
        Holding(
            Update,
            "posted_by",
            _("Updates and decisions you posted"),
            ("title", "text", "decided_on", "organization__name", "posted_at"),
            kept=SAID,
        ),
        Holding(Update, "withdrawn_by", _("Updates you withdrew"), withdrawn, kept=SAID),
        Holding(
            UpdateText,
            "replaced_by",
            _("Updates you edited"),
            ("update_of__title", "version", "replaced_at"),
            kept=SAID,
        ),
        Holding(
            Attachment,
            "uploaded_by",
            _("Files you attached"),
            ("name", "media_type", "size", "sha256", "description", "uploaded_at"),
            kept=SAID,
        ),
    )


def _of_deliverables() -> tuple[Holding, ...]:
    return (
        Holding(
            Deliverable,
            "released_by",
            _("Deliverables you released"),
            ("title", "version", "organization__name", "released_on"),
            kept=RELEASED,
        ),
        Holding(
            Deliverable,
            "withdrawn_by",
            _("Deliverables you withdrew"),
            ("title", "version", "withdrawn_at", "reason"),
            kept=RELEASED,
        ),
        Holding(Credit, "person", _("Deliverables that name you"), ("deliverable__title", "named_at")),
    )
