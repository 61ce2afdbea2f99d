"""The letters of the ground floor, one small function each. They go into the outbox in the transaction of the verb."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from members import notices, outbox, overdue
from members.models import (
    Acceptance,
    Activity,
    Application,
    ApplicationMessage,
    CharterVersion,
    Organization,
    OutgoingMail,
    Person,
)
from members.wording import Kind


def welcome(application: Application) -> None:
    """Tell everybody of the organization that it is a member, and where to begin."""
    organization = application.organization
    context = {"organization": organization}
    for person in notices.people_of(organization):
        dedup = f"admitted:{application.pk}:{person.pk}"
        outbox.enqueue(person, template="admitted", context=context, kind="admitted", dedup=dedup)


def regret(application: Application) -> None:
    """Tell the applicant that the application was declined, and why."""
    outbox.enqueue(
        application.applicant,
        template="declined",
        context={
            "organization": application.organization,
            "reason": application.reason,
            "url": reverse("members:application"),
        },
        kind="declined",
        dedup=f"declined:{application.pk}",
    )


def application_message(message: ApplicationMessage) -> None:
    """Tell the other side of an application what was written there; nothing when another letter tells of it.

    A letter that goes later, because one went not long ago, only says that there is more to read.
    """
    if message.letter_at is None:
        return
    application = message.application
    now = message.letter_at <= clock.now()
    desk = reverse("members:desk_application", args=[application.pk])
    context = {
        "organization": application.organization,
        "message": message if now else None,
        "url": reverse("members:application") if message.by_admins else desk,
        "to_applicant": message.by_admins,
    }
    for person in [application.applicant] if message.by_admins else notices.admins():
        dedup = f"application-message:{message.pk}:{person.pk}"
        row = outbox.enqueue(person, template="application_message", context=context, kind="application", dedup=dedup)
        if row and not now:
            OutgoingMail.objects.filter(pk=row.pk).update(run_at=message.letter_at)


def late_applications(admin: Person, late: Sequence[Application], *, at: datetime) -> None:
    """Remind an admin of applications that wait for too long, the longest waiting first."""
    context = {"late": late[:10], "more": max(0, len(late) - 10), "total": len(late), "url": reverse("members:desk")}
    dedup = f"late-applications:{admin.pk}:{late[0].pk}:{at.isoformat()}"
    outbox.enqueue(admin, template="late_applications", context=context, kind="application", dedup=dedup)


def receipt(acceptance: Acceptance) -> None:
    """Send who accepted the charter the receipt, with the text that was accepted."""
    outbox.enqueue(
        acceptance.person,
        template="receipt",
        context={"acceptance": acceptance, "url": reverse("members:receipt", args=[acceptance.receipt])},
        kind="receipt",
        dedup=f"receipt:{acceptance.receipt}",
    )


# When a representative is written to about a new version of the charter
NEW: Final = "new"
WEEK: Final = "week"
DAY: Final = "day"
BLOCKED: Final = "blocked"


def charter_key(charter: CharterVersion, stage: str) -> str:
    """How `dedup` of these letters begins; the keys of organization and person follow."""
    return f"charter:{charter.number}:{stage}:"


def ask_to_accept(
    charter: CharterVersion, organization: Organization, *, person: Person, stage: str
) -> OutgoingMail | None:
    """Ask a representative to accept the charter in force, in the words of the stage. None when it was sent before."""
    context = {
        "charter": charter,
        "organization": organization,
        "stage": stage,
        "url": overdue.acceptance_path(organization),
        "reading": charter.get_absolute_url(),
    }
    dedup = f"{charter_key(charter, stage)}{organization.pk}:{person.pk}"
    return outbox.enqueue(person, template="charter", context=context, kind="charter", dedup=dedup)


def confirmation(organization: Organization, person: Person, what: Kind, *, stage: str) -> None:
    """Ask a representative whether the organization is still in; `stage` keeps the question from its reminders."""
    until = organization.confirm_by
    asked = f"{until:%Y-%m-%d}" if until else ""
    context = {
        "sentence": str(what.sentence) % {"title": organization.name},
        "text": _confirmation_text(organization),
        "due_at": None if organization.is_inactive else until,
        "url": f"{reverse('members:own_confirm')}?organization={organization.pk}",
        "action": _("Look and confirm"),
        "why": _("You get this because you represent %(name)s. It comes once a year, until you answer.")
        % {"name": organization},
    }
    dedup = f"confirm:{organization.pk}:{asked}:{stage}:{person.pk}"
    outbox.enqueue(person, template="notice", context=context, kind="confirmation", dedup=dedup)


def _confirmation_text(organization: Organization) -> str:
    if organization.is_inactive:
        return _(
            "Its people can still read everything, but its offers and requests are not matched and it cannot post. "
            "Nothing is lost: one button makes it a member again, at any time."
        )
    return _(
        "Once a year every member says that it is still in, and that what the portal says of it is right. It takes a "
        "minute. Without an answer the organization turns inactive; nothing is lost, and you can confirm later."
    )


def change_of_standing(organization: Organization, what: Kind, *, because: Activity) -> None:
    """Tell everybody of the organization that it was suspended or reinstated, and why."""
    context = {
        "sentence": str(what.sentence) % {"title": organization.name},
        "text": because.text,
        "url": reverse("members:application"),
        "why": _("You get this because you belong to %(name)s. It comes once.") % {"name": organization},
    }
    for person in notices.people_of(organization):
        dedup = f"standing:{because.pk}:{person.pk}"
        outbox.enqueue(person, template="notice", context=context, kind="standing", dedup=dedup)
