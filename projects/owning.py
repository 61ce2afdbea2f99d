"""Who owns a project: naming owners, stepping down, and taking on a project that has none."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import hold, lock
from members import activity, notices, overdue
from members.models import Activity, Organization, Person
from members.models.organization import STANDING
from members.permissions import can_administer
from members.wording import Kind
from projects import kinds, permissions
from projects.following import follow
from projects.models import Owner, Partner, PartnerStatus, Project
from projects.posting import check_open


@transaction.atomic
def name_owner(project: Project, *, person: Person, actor: Person) -> Owner:
    """Make somebody who may write for the lead or a confirmed partner an owner too; they follow it and are told.

    Raises NotAllowed for others than owners and writers of the lead, Invalid for somebody from outside the project,
    or Conflict when the person owns it already or the project is closed.
    """
    hold(*(membership.organization for membership in person.active_memberships))  # they do not leave meanwhile
    person.forget_memberships()
    lock(project)
    if not permissions.can_name_owner(actor, project):
        raise overdue.refusal(
            actor, project.organization, otherwise=_("Only its owners, and writers of the lead, name owners.")
        )
    check_open(project)
    if not permissions.writes_in(person, project):
        raise Invalid(
            _("Choose somebody who may write for the lead or a confirmed partner of this project."), field="person"
        )
    owner = _add(project, person)
    because = _record(kinds.OWNER_NAMED, project, actor=actor, person=person)
    follow(person, project.topic, reason=_("You are an owner"))
    if person != actor:
        _tell([person], kinds.YOU_OWN, project, because=because)
    return owner


@transaction.atomic
def step_down(project: Project, *, actor: Person) -> Project:
    """Let the actor own the project no longer; the last owner leaves it without one, of which its lead is told.

    Raises Conflict when the actor is no owner.
    """
    lock(project)
    if not project.owners.filter(person=actor).exists():
        raise Conflict(_("You do not own this project."), code="no_owner")
    _end(project, actor, kinds.OWNER_STEPPED_DOWN, actor=actor)
    return project


@transaction.atomic
def claim(project: Project, *, organization: Organization, actor: Person) -> Owner:
    """Let the actor own a project that has no owner, speaking for their organization.

    An organization that takes no part yet becomes a confirmed partner by it, which is on record too. The writers of
    all who take part are told. Raises NotAllowed for somebody who may not write for the organization, or Conflict
    when somebody owns the project (`has_owner`) or it is closed.
    """
    hold(organization, reading=STANDING)
    lock(project)
    if not project.is_without_owner:
        raise Conflict(_("Somebody owns this project already."), code="has_owner")
    if not permissions.can_claim(actor, project, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for %(name)s can do this for it.") % {"name": organization},
        )
    check_open(project)
    _join(project, organization, actor=actor)
    owner = _add(project, actor)
    because = _record(kinds.OWNER_CLAIMED, project, actor=actor, person=None, organization=organization)
    follow(actor, project.topic, reason=_("You are an owner"))
    notices.void(project.ownerless)
    _tell(_writers_in(project, but=actor), kinds.PROJECT_CLAIMED, project, because=because)
    return owner


@transaction.atomic
def release_owner(owner: Owner, *, actor: Person) -> Project:
    """Let somebody else own the project no longer, for order. Raises NotAllowed for others than admins."""
    if not can_administer(actor):
        raise NotAllowed(_("Only admins of the coalition take an owner away. Owners step down by themselves."))
    project = owner.project
    lock(project)
    if project.owners.filter(pk=owner.pk).exists():
        _end(project, owner.person, kinds.OWNER_RELEASED, actor=actor)
    return project


def release_who_left(person: Person, *, actor: Person) -> None:
    """Let the person own no project in which they may write for nobody any longer: they left, or only read now.

    For the verbs of the ground floor, in their transaction. A suspended or overdue organization keeps its owners.
    """
    person.forget_memberships()
    owned = Project.objects.filter(owners__person=person).order_by("pk")
    for project in owned.select_for_update(no_key=True, of=("self",)):
        if not _has_part(person, project):
            _end(project, person, kinds.OWNER_RELEASED, actor=actor)


def release_outsiders(project: Project, *, actor: Person, leaving: Organization | None = None) -> None:
    """Let the locked project go on without the owners who speak for nobody in it, `leaving` left out."""
    for owner in project.owners.select_related("person"):
        if not _has_part(owner.person, project, leaving=leaving):
            _end(project, owner.person, kinds.OWNER_RELEASED, actor=actor)


def candidates(project: Project) -> list[Person]:
    """Who may be named an owner: the writers of the lead and the confirmed partners that own it not yet, by name."""
    owning = {owner.person_id for owner in project.owners.all()}
    people = notices.writers_of(*_taking_part(project))
    return sorted((person for person in people if person.pk not in owning), key=lambda person: person.name)


def _add(project: Project, person: Person) -> Owner:
    owner, is_new = Owner.objects.get_or_create(project=project, person=person, defaults={"since": clock.now()})
    if not is_new:
        raise Conflict(_("%(name)s owns this project already.") % {"name": person}, field="person", code="owns_already")
    project.refresh_from_db(fields=["owner_count"])
    return owner


def _end(project: Project, person: Person, what: Kind, *, actor: Person) -> None:
    project.owners.filter(person=person).delete()
    project.refresh_from_db(fields=["owner_count"])
    because = _record(what, project, actor=actor, person=person)
    if project.is_without_owner and project.is_open:
        writers = [each for each in notices.writers_of(project.organization) if each not in {actor, person}]
        notices.tell(
            writers,
            kinds.PROJECT_WITHOUT_OWNER,
            title=project.title,
            url=f"{project.get_absolute_url()}#owners",
            subject=project.ownerless,
            must_act=False,
            because=because,
        )


def _join(project: Project, organization: Organization, *, actor: Person) -> None:
    """Make the organization a confirmed partner unless it takes part."""
    if project.takes_part(organization):
        return
    now = clock.now()
    partner, _is_new = Partner.objects.get_or_create(
        project=project, organization=organization, defaults={"asked_at": now}
    )
    was = None if _is_new else partner.status
    partner.status, partner.answered_at = PartnerStatus.CONFIRMED, now
    partner.save(update_fields=["status", "answered_at"])
    notices.done(partner.subject)
    activity.record(
        kinds.PARTNER_CONFIRMED,
        actor=actor,
        organization=organization,
        title=project.title,
        url=project.get_absolute_url(),
        text=_("By taking it on"),
        topics=[*project.topics, project.organization.topic, organization.topic],
        before={"partner": organization, "status": was},
        after={"partner": organization, "status": partner.status},
    )


def _has_part(person: Person, project: Project, *, leaving: Organization | None = None) -> bool:
    """Whether the person may write for somebody in the project, were the charter accepted and nobody suspended."""
    return person.is_active and any(
        membership.can_write and membership.organization != leaving and project.takes_part(membership.organization)
        for membership in person.active_memberships
    )


def _taking_part(project: Project) -> list[Organization]:
    confirmed = project.partners.filter(status=PartnerStatus.CONFIRMED).select_related("organization")
    return [project.organization, *(partner.organization for partner in confirmed)]


def _writers_in(project: Project, *, but: Person) -> list[Person]:
    return [person for person in notices.writers_of(*_taking_part(project)) if person != but]


def _tell(people: Iterable[Person], what: Kind, project: Project, *, because: Activity) -> None:
    notices.tell(
        people,
        what,
        title=project.title,
        url=f"{project.get_absolute_url()}#owners",
        subject=project.topic,
        must_act=False,
        because=because,
    )


def _record(
    what: Kind, project: Project, *, actor: Person, person: Person | None, organization: Organization | None = None
) -> Activity:
    """`person` is whom it befell, None when that is the actor; told by name unless they did it themselves."""
    other = person if person not in {None, actor} else None
    return activity.record(
        what,
        actor=actor,
        organization=organization or permissions.speaks_for(actor, project),
        title=project.title,
        url=project.get_absolute_url(),
        text=other.name if other else "",
        topics=[*project.topics, project.organization.topic, *([other.topic] if other else [])],
        after={"person": person or actor, "owners": project.owner_count},
    )
