"""What the first floor holds about a person."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.personal_data import Holding
from projects.models import Owner, PlanVersion, Project, WorkgroupMembership


def register() -> None:
    """Called when the floor starts."""
    personal_data.register(
        Holding(
            WorkgroupMembership, "person", _("Workgroups you take part in"), ("workgroup__name", "is_lead", "joined_at")
        ),
        Holding(
            Project,
            "posted_by",
            _("Projects you posted"),
            ("title", "organization__name", "status", "posted_at"),
            kept=_("What an organization undertakes is the organization's."),
        ),
        Holding(Owner, "person", _("Projects you own"), ("project__title", "since")),
        Holding(
            PlanVersion,
            "author",
            _("Versions of plans you wrote"),
            ("project__title", "number", "note", "written_at"),
            kept=_("The history of a plan. It says “A former member” where your name was."),
        ),
    )
