"""Passing the lead of a project on to one of its partners."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Invalid
from coalition.shared.locking import hold, lock
from members import activity, notices, overdue
from members.models import Organization, Person
from members.models.organization import STANDING
from projects import kinds, permissions
from projects.models import Partner, PartnerStatus, Project
from projects.posting import check_open
from projects.versions import keep_version, shortened


@transaction.atomic
def hand_over(project: Project, *, to: Organization, actor: Person, reason: str) -> Project:
    """Let a confirmed partner lead the project from now on; the old lead stays as a partner.

    Its people are told, and may hand it on, pause or close it. Raises NotAllowed for others than the writers of the
    lead and admins, Invalid for a body that is no confirmed partner or no member, or without a reason, Conflict when
    the project is closed.
    """
    if not reason.strip():
        raise Invalid(_("Say why, in a sentence: others count on this project."), field="reason")
    hold(to, project.organization, reading=STANDING)
    lock(project)
    if not permissions.can_hand_over(actor, project):
        raise overdue.refusal(
            actor,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can hand it over.") % {"name": project.organization},
        )
    check_open(project)
    _check_successor(project, to)
    set_lead(project, to, actor=actor, reason=reason.strip(), old_stays=True)
    return project


def successors(project: Project) -> list[Organization]:
    """The confirmed partners that are members now, by name."""
    partners = project.partners.filter(status=PartnerStatus.CONFIRMED, organization__status="admitted")
    return [partner.organization for partner in partners.select_related("organization")]


def set_lead(project: Project, to: Organization, *, actor: Person, reason: str, old_stays: bool) -> None:
    """Write the lead of a locked project, for the verbs that have checked who asks."""
    old = project.organization
    Partner.objects.filter(project=project, organization=to).delete()
    if old_stays:
        now = clock.now()
        answered = {"status": PartnerStatus.CONFIRMED, "asked_at": now, "answered_at": now}
        Partner.objects.update_or_create(project=project, organization=old, defaults=answered)
    project.organization = to
    project.version += 1
    project.edited_at = clock.now()
    project.save(update_fields=["organization", "version", "edited_at"])
    keep_version(project, author=actor, organization=to, note=shortened(reason))
    because = activity.record(
        kinds.PROJECT_HANDED_OVER,
        actor=actor,
        organization=to,
        title=project.title,
        url=project.get_absolute_url(),
        text=reason,
        topics=[*project.topics, old.topic],
        before={"organization": old},
        after={"organization": to},
    )
    notices.tell(
        notices.writers_of(to),
        kinds.PROJECT_IS_YOURS,
        title=project.title,
        url=project.get_absolute_url(),
        subject=project.topic,
        must_act=False,
        because=because,
    )


def _check_successor(project: Project, to: Organization) -> None:
    if to not in successors(project):
        raise Invalid(
            _("Choose an organization that takes part in this project as a partner and is a member now."), field="to"
        )
