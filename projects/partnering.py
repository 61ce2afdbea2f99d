"""Asking other organizations to take part in a project, and their answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock, states
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import hold, lock
from members import activity, notices, overdue
from members.models import Activity, Organization, Person
from members.models.organization import STANDING
from members.wording import Kind
from projects import kinds, permissions
from projects.following import follow
from projects.models import Partner, PartnerStatus, Project
from projects.models.project import PARTNER_TRANSITIONS
from projects.owning import release_outsiders
from projects.posting import check_open


@transaction.atomic
def ask_partner(project: Project, *, actor: Person, organization: Organization) -> Partner:
    """Ask an organization to take part; one that declined may be asked again.

    Records the activity and puts a notice before everybody who may answer for the organization. Raises NotAllowed,
    Invalid for the lead itself or a body that is no member, or Conflict when it was asked already.
    """
    hold(organization, reading=STANDING)  # it does not leave while this goes on
    lock(project)
    if not permissions.can_ask_partner(actor, project):
        raise overdue.refusal(
            actor,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can ask for partners.")
            % {"name": project.organization},
        )
    check_open(project)
    _check_candidate(project, organization)
    partner = _asked(project, organization)
    row = _record(kinds.PARTNER_ASKED, partner, actor=actor, speaking=project.organization, text=str(organization))
    notices.tell(
        notices.writers_of(organization),
        kinds.ANSWER_AS_PARTNER,
        title=project.title,
        url=f"{project.get_absolute_url()}#partners",
        subject=partner.subject,
        because=row,
    )
    return partner


@transaction.atomic
def withdraw_ask(partner: Partner, *, actor: Person) -> Project:
    """Take back a question that has not been answered: its row goes, its notices are void.

    Records the activity. Raises NotAllowed, or Conflict when the answer has come.
    """
    project = _lock(partner)
    if not permissions.can_ask_partner(actor, project):
        raise overdue.refusal(actor, project.organization)
    if partner.status != PartnerStatus.ASKED:
        raise Conflict(_("%(name)s has answered already.") % {"name": partner.organization}, code="answered")
    notices.void(partner.subject)
    name = str(partner.organization)
    was, partner.status = partner.status, ""
    _record(kinds.PARTNER_ASK_WITHDRAWN, partner, actor=actor, speaking=project.organization, text=name, was=was)
    partner.delete()
    return project


@transaction.atomic
def answer_partner(partner: Partner, *, actor: Person, accept: bool) -> Partner:
    """Answer for the organization that was asked; an answer may be changed later.

    Records the activity, closes the notices that waited for it, and lets whoever accepted follow the project. Raises
    NotAllowed, IllegalTransition for the answer it has already, or Conflict when the project is closed.
    """
    hold(partner.organization, reading=STANDING)
    project = _lock(partner)
    if not permissions.can_answer_partner(actor, partner):
        raise overdue.refusal(
            actor,
            partner.organization,
            otherwise=_("Only people who may write for %(name)s can answer for it.") % {"name": partner.organization},
        )
    check_open(project)
    new = PartnerStatus.CONFIRMED if accept else PartnerStatus.DECLINED
    states.check(PARTNER_TRANSITIONS, PartnerStatus, old=partner.status, new=new)
    was, partner.status = partner.status, new
    partner.answered_at = clock.now()
    partner.save(update_fields=["status", "answered_at"])
    notices.done(partner.subject)
    told = kinds.PARTNER_CONFIRMED if accept else kinds.PARTNER_DECLINED
    _record(told, partner, actor=actor, speaking=partner.organization, was=was)
    if accept:
        follow(actor, project.topic, reason=_("Your organization takes part"))
    else:
        release_outsiders(project, actor=actor)
    return partner


def _lock(partner: Partner) -> Project:
    """Lock the project, which stands for all of its parts, and the partner. Raises Conflict when that is gone."""
    project = partner.project
    try:
        lock(project, partner)
    except Partner.DoesNotExist as error:
        raise Conflict(_("This question was taken back."), code="withdrawn") from error
    partner.project = project
    return project


def _check_candidate(project: Project, organization: Organization) -> None:
    if organization == project.organization:
        raise Invalid(_("%(name)s leads this project.") % {"name": organization}, field="organization")
    if not organization.is_admitted:
        raise Invalid(_("%(name)s is not a member of the coalition.") % {"name": organization}, field="organization")


def _asked(project: Project, organization: Organization) -> Partner:
    partner, is_new = Partner.objects.get_or_create(project=project, organization=organization)
    if is_new:
        return partner
    if partner.status != PartnerStatus.DECLINED:
        raise Conflict(
            _("%(name)s has been asked already.") % {"name": organization}, field="organization", code="asked_already"
        )
    partner.status = PartnerStatus.ASKED
    partner.asked_at, partner.answered_at = clock.now(), None
    partner.save(update_fields=["status", "asked_at", "answered_at"])
    return partner


def _record(
    what: Kind, partner: Partner, *, actor: Person, speaking: Organization, text: str = "", was: str | None = None
) -> Activity:
    """`was` is the partner's status before, None for a new question; its status now is "" when it is taken back."""
    project = partner.project
    return activity.record(
        what,
        actor=actor,
        organization=speaking,
        title=project.title,
        url=project.get_absolute_url(),
        text=text,
        topics=[*project.topics, project.organization.topic, partner.organization.topic],
        before={"partner": partner.organization, "status": was},
        after={"partner": partner.organization, "status": partner.status or None},
    )
