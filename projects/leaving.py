"""What becomes of plans, partnerships and milestones when their organization leaves, or becomes part of another.

The projects are locked by number, and each stands for all of its parts; the organization is locked before.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from members import activity, notices
from members.departing import Commitment, Floor, Posted
from members.models import Organization, Person
from members.wording import Kind
from projects import kinds
from projects.handing_over import set_lead, successors
from projects.models import Milestone, Partner, PartnerStatus, Project, ProjectStatus
from projects.owning import release_outsiders
from projects.status import move

TAKING_PART = (PartnerStatus.ASKED, PartnerStatus.CONFIRMED)


def open_commitments(organization: Organization) -> Iterator[Commitment]:
    """Plans it leads, plans it takes part in, milestones of others that it answers for."""
    for project in organization.projects.open().order_by("pk"):
        yield _led(project)
    for partner in _partnerships(organization).select_related("project__organization"):
        yield Commitment(
            title=partner.project.title,
            url=partner.project.get_absolute_url(),
            state=partner.get_status_display(),
            outcome=_("Takes part no longer: %(name)s is told.") % {"name": partner.project.organization},
        )
    for milestone in _milestones(organization).select_related("project__organization"):
        yield Commitment(
            title=milestone.title,
            url=milestone.get_absolute_url(),
            state=_("Milestone"),
            outcome=_("Passes to %(name)s, which leads the plan.") % {"name": milestone.project.organization},
        )


def open_postings(organization: Organization) -> Iterator[Posted]:
    """Plans are commitments; there is nothing else on this floor."""
    yield from ()


def hand_back(organization: Organization, *, actor: Person, reason: str, anyway: bool) -> None:
    """Close what it leads, end its partnerships, and give its milestones to the leads. Nothing here blocks."""
    _lock_projects(organization)
    for milestone in _milestones(organization).select_related("project__organization"):
        _pass_milestone(milestone, milestone.project.organization, actor=actor)
    for partner in _partnerships(organization).select_related("project__organization"):
        _end(partner, actor=actor, reason=reason)
    for project in organization.projects.open().select_related("organization", "workgroup").order_by("pk"):
        move(project, ProjectStatus.CLOSED, actor=actor, reason=reason)
        release_outsiders(project, actor=actor, leaving=organization)


def pass_on(organization: Organization, *, into: Organization, actor: Person, reason: str) -> None:
    """Let the other organization lead, take part and answer in its place."""
    _lock_projects(organization)
    for project in organization.projects.open().select_related("organization", "workgroup").order_by("pk"):
        set_lead(project, into, actor=actor, reason=reason, old_stays=False)
    for partner in _partnerships(organization).select_related("project__organization"):
        _pass_partnership(partner, into, actor=actor)
    waiting = Milestone.objects.waiting().filter(organization=organization).order_by("pk")
    for milestone in waiting.select_related("project__organization", "project__workgroup"):
        _pass_milestone(milestone, into, actor=actor)


def _led(project: Project) -> Commitment:
    heirs = successors(project)
    return Commitment(
        title=project.title,
        url=project.get_absolute_url(),
        state=_("Plan you lead"),
        outcome=_("Is closed, unless you hand it over to a partner first.") if heirs else _("Is closed."),
        action=_("Hand it over") if heirs else "",
        action_url=reverse("projects:project_hand_over", args=[project.pk]) if heirs else "",
    )


def _lock_projects(organization: Organization) -> None:
    """All open ones that it has to do with, by number."""
    partner = Partner.objects.filter(project=OuterRef("pk"), organization=organization)
    answers = Milestone.objects.filter(project=OuterRef("pk"), organization=organization)
    concerned = Q(organization=organization) | Exists(partner) | Exists(answers)
    rows = Project.objects.open().filter(concerned).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _partnerships(organization: Organization) -> QuerySet[Partner]:
    open_ones = Project.objects.open().values("pk")
    return organization.partnerships.filter(status__in=TAKING_PART, project__in=open_ones).order_by("pk")


def _milestones(organization: Organization) -> QuerySet[Milestone]:
    """Those in plans of others; what is in its own closes with them."""
    rows = Milestone.objects.waiting().filter(organization=organization)
    return rows.exclude(project__organization=organization).order_by("pk")


def _pass_milestone(milestone: Milestone, to: Organization, *, actor: Person) -> None:
    old = milestone.organization
    milestone.organization = to
    milestone.version += 1
    milestone.changed_at = clock.now()
    milestone.save(update_fields=["organization", "version", "changed_at"])
    notices.void(milestone.subject)
    because = activity.record(
        kinds.MILESTONE_PASSED_ON,
        actor=actor,
        organization=to,
        title=milestone.title,
        url=milestone.get_absolute_url(),
        topics=[*milestone.project.topics, old.topic],
        before={"organization": old},
        after={"organization": to},
    )
    notices.tell(
        notices.writers_of(to),
        kinds.MILESTONE_IS_YOURS,
        title=f"{milestone.title} ({milestone.project.title})",
        url=milestone.get_absolute_url(),
        subject=milestone.subject,
        must_act=False,
        because=because,
    )


def _end(partner: Partner, *, actor: Person, reason: str) -> None:
    _end_quietly(partner)
    _record(kinds.PARTNER_DECLINED, partner, actor=actor, text=reason)
    release_outsiders(partner.project, actor=actor)


def _end_quietly(partner: Partner) -> None:
    partner.status, partner.answered_at = PartnerStatus.DECLINED, clock.now()
    partner.save(update_fields=["status", "answered_at"])
    notices.void(partner.subject)


def _pass_partnership(partner: Partner, into: Organization, *, actor: Person) -> None:
    """The one row of the two that stays has the better answer of both."""
    project = partner.project
    known = project.partners.filter(organization=into).first()
    if into.pk == project.organization_id:
        _end_quietly(partner)
        return
    heir = known or Partner(project=project, organization=into, asked_at=partner.asked_at)
    if partner.is_confirmed or known is None:
        heir.status, heir.answered_at = partner.status, partner.answered_at
        heir.save()
    _end_quietly(partner)
    _record(kinds.PARTNER_CONFIRMED if heir.is_confirmed else kinds.PARTNER_ASKED, heir, actor=actor, text=str(into))
    if heir.is_unanswered:
        _ask(heir)


def _ask(partner: Partner) -> None:
    notices.tell(
        notices.writers_of(partner.organization),
        kinds.ANSWER_AS_PARTNER,
        title=partner.project.title,
        url=f"{partner.project.get_absolute_url()}#partners",
        subject=partner.subject,
    )


def _record(what: Kind, partner: Partner, *, actor: Person, text: str) -> None:
    project = partner.project
    activity.record(
        what,
        actor=actor,
        organization=partner.organization,
        title=project.title,
        url=project.get_absolute_url(),
        text=text,
        topics=[*project.topics, project.organization.topic],
        after={"partner": partner, "status": partner.status},
    )


FLOOR = Floor(open_commitments, open_postings, hand_back, pass_on)
