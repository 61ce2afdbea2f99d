"""The letters of the ground floor, one small function each. They go into the outbox in the transaction of the verb."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members import notices, outbox
from members.models import Acceptance, Activity, Application, Organization
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


def receipt(acceptance: Acceptance) -> None:
    """Send who accepted the charter the receipt, with the text that was accepted."""
    outbox.enqueue(
        acceptance.person,
        template="receipt",
        context={"acceptance": acceptance, "url": reverse("members:receipt", args=[acceptance.receipt])},
        kind="receipt",
        dedup=f"receipt:{acceptance.receipt}",
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
