"""How an organization comes into the coalition: described, agreed to the charter, sent, admitted."""

from collections.abc import Callable
from typing import TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock, geography, states
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock, lock_name
from coalition.shared.validation import check_valid
from members import activity, domains, kinds, letters, notices, permissions, proofs, vetting
from members.models import (
    Acceptance,
    Activity,
    Application,
    ApplicationStatus,
    Audience,
    CharterStatus,
    Membership,
    Organization,
    OrganizationStatus,
    Person,
    Role,
    Side,
)
from members.models.application import IN_THE_APPLICANTS_HANDS, SENDING, TRANSITIONS
from members.signing import hold_charter
from members.slugs import free_slug
from members.standing import change_standing
from members.wording import Kind


class Description(TypedDict, total=False):
    """What an application says of its organization."""

    name: str
    kind: str
    size: str
    city: str
    state: str
    domain: str
    brings: str
    needs: str


@transaction.atomic
def start_application(*, person: Person, **fields: Unpack[Description]) -> Application:
    """Begin the application of an organization, of which the person becomes a representative.

    Somebody whose application was declined or withdrawn goes on with the same organization.
    Raises Conflict when the person has an application under way, Invalid for a field.
    """
    lock(person)
    if person.applications.under_way().exists():
        raise Conflict(_("You have an application under way."), code="application_under_way")
    organization = _known_organization(person, fields.get("name", "")) or Organization()
    _describe(organization, fields)
    if organization.status != OrganizationStatus.APPLICANT:
        change_standing(organization, to=OrganizationStatus.APPLICANT)
    Membership.objects.get_or_create(
        person=person,
        organization=organization,
        ended_at=None,
        defaults={"role": Role.REPRESENTATIVE, "joined_at": clock.now()},
    )
    person.forget_memberships()
    return Application.objects.create(organization=organization, applicant=person)


@transaction.atomic
def describe_organization(application: Application, *, actor: Person, **fields: Unpack[Description]) -> Application:
    """Change what a draft, or an application asked back, says of the organization. Fields that are not given stay.

    Raises NotAllowed for others than the applicant, Conflict when it was sent already or when the charter was
    accepted in another name, Invalid for a field.
    """
    _lock_own(application, actor)
    if application.status not in IN_THE_APPLICANTS_HANDS:
        raise Conflict(_("The application was sent. Withdraw it to change it."), code="already_sent")
    organization = application.organization
    renamed = "name" in fields and fields["name"].strip().casefold() != organization.name.casefold()
    if renamed and organization.acceptances.exists():
        raise Conflict(
            _("The charter was accepted in the name of %(name)s. To apply in another name, withdraw and begin anew.")
            % {"name": organization},
            field="name",
        )
    _describe(organization, fields)
    return application


@transaction.atomic
def send_application(application: Application, *, actor: Person) -> Application:
    """Send a draft. The policy admits at once, or the admins are asked to decide (`held_because` says why).

    Raises NotAllowed for others than the applicant, IllegalTransition, Invalid (with what is missing as code).
    """
    hold_charter()
    _lock_own(application, actor)
    states.check(SENDING, ApplicationStatus, old=application.status, new=ApplicationStatus.SENT)
    check_complete(application)
    lock_name("admission")  # so that of two with the same domain or name the second is seen to be the second
    application.status = ApplicationStatus.SENT
    application.sent_at = application.waits_since = clock.now()
    application.held_because = vetting.why_held(application)[:300]
    application.save(update_fields=["status", "sent_at", "waits_since", "held_because"])
    sent = record(
        kinds.APPLICATION_SENT, application, actor=actor, text=application.held_because, was=ApplicationStatus.DRAFT
    )
    if not application.held_because:
        return admit(application, actor=None)
    ask_admins_to_decide(application, because=sent)
    return application


@transaction.atomic
def admit(application: Application, *, actor: Person | None) -> Application:
    """Make the organization a member: its status, the application's, a word to all members, one to its people.

    `actor` None is the policy, which admits only what it has no reason to hold.
    Raises NotAllowed, IllegalTransition, Conflict when another member holds the domain or the charter has changed.
    """
    _check_may_decide(actor)
    hold_charter()  # so that nobody comes in on a version that is being replaced just now
    lock_name("admission")
    _lock(application)
    _check_can_be_admitted(application, actor=actor)
    organization, was = application.organization, application.status
    _decide(application, ApplicationStatus.ADMITTED, actor=actor)
    change_standing(organization, to=OrganizationStatus.ADMITTED)
    joined = activity.record(
        kinds.MEMBER_ADMITTED,
        actor=actor,
        organization=organization,
        title=organization.name,
        url=organization.get_absolute_url(),
        topics=[f"state:{organization.state}"],
        before={"application": application, "status": was},
        after={"application": application, "status": application.status},
    )
    _close(application, notices.done)
    _tell(notices.people_of(organization), kinds.YOU_ARE_ADMITTED, organization, because=joined)
    letters.welcome(application)
    return application


@transaction.atomic
def decline(application: Application, *, actor: Person, reason: str) -> Application:
    """Turn the application down, for a reason that the applicant reads.

    Raises NotAllowed for others than admins, Invalid without a reason, IllegalTransition.
    """
    _check_may_decide(actor)
    if not reason.strip():
        raise Invalid(_("Give a reason. The applicant reads it."), field="reason")
    _lock(application)
    organization, was = application.organization, application.status
    _decide(application, ApplicationStatus.DECLINED, actor=actor, reason=reason.strip())
    change_standing(organization, to=OrganizationStatus.DECLINED)
    declined = record(kinds.APPLICATION_DECLINED, application, actor=actor, text=application.reason, was=was)
    _close(application, notices.done)
    _tell([application.applicant], kinds.YOU_ARE_DECLINED, organization, because=declined)
    letters.regret(application)
    return application


@transaction.atomic
def withdraw_application(application: Application, *, actor: Person) -> Application:
    """Take the application back; the applicant may begin anew. Raises NotAllowed, IllegalTransition."""
    _lock_own(application, actor)
    states.check(TRANSITIONS, ApplicationStatus, old=application.status, new=ApplicationStatus.WITHDRAWN)
    was = application.status
    application.status, application.decided_at = ApplicationStatus.WITHDRAWN, clock.now()
    application.save(update_fields=["status", "decided_at"])
    _close(application, notices.void)
    if was != ApplicationStatus.DRAFT:
        record(kinds.APPLICATION_WITHDRAWN, application, actor=actor, was=was)
    return application


def check_complete(application: Application) -> None:
    """Raise Invalid, with what is missing as code, unless the application can be sent."""
    if not is_described(application.organization):
        raise Invalid(_("Say first what your organization brings or needs."), code="not_described")
    if not application.organization.contacts.exists():
        raise Invalid(_("Say first whom one reaches at your organization."), code="no_contact")
    if not accepted_charter(application.organization):
        raise Invalid(_("Accept the charter first."), code="charter_not_accepted")
    if not proofs.proved_domains(application.applicant):
        raise Invalid(_("Prove your e-mail address first."), code="address_not_proved")


def ask_admins_to_decide(application: Application, *, because: Activity) -> None:
    """Put the application before the admins."""
    notices.tell(
        notices.admins(),
        kinds.DECIDE_APPLICATION,
        title=application.organization.name,
        url=reverse("members:desk_application", args=[application.pk]),
        subject=subject_of(application),
        because=because,
    )


def record(what: Kind, application: Application, *, actor: Person, was: str, text: str = "") -> Activity:
    """A row for the admins, whatever else is told to whom. `was` is the application's status before."""
    return activity.record(
        what,
        actor=actor,
        title=application.organization.name,
        url=reverse("members:desk_application", args=[application.pk]),
        text=text,
        topics=[application.organization.topic],
        audience=Audience.ADMINS,
        before={"application": application, "status": was},
        after={"application": application, "status": application.status},
    )


def subject_of(application: Application) -> str:
    """The word by which notices speak of the application."""
    return f"application:{application.pk}"


def is_described(organization: Organization) -> bool:
    """Whether the application says enough of the organization: what it is, where, and what it brings or needs."""
    return bool(
        organization.name and organization.kind and organization.state and (organization.brings or organization.needs)
    )


def accepted_charter(organization: Organization) -> Acceptance | None:
    """The organization's acceptance of the charter in force, if there is one."""
    return organization.acceptances.filter(charter__status=CharterStatus.PUBLISHED).select_related("charter").first()


def _check_can_be_admitted(application: Application, *, actor: Person | None) -> None:
    if actor is None and application.held_because:
        raise NotAllowed(_("An admin has to decide on this application."))
    if holders := vetting.members_with_domain(application.organization):
        raise Conflict(_("%(name)s holds this web domain.") % {"name": holders[0]}, code="domain_taken")
    if not accepted_charter(application.organization):
        raise Conflict(_("The applicant has not accepted the charter now in force."), code="charter_not_accepted")


def _check_may_decide(actor: Person | None) -> None:
    if actor is not None and not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition can decide on applications."))


def _lock(application: Application) -> None:
    """Always the application first, then its organization."""
    lock(application)
    lock(application.organization)


def _lock_own(application: Application, actor: Person) -> None:
    _lock(application)
    if not permissions.can_edit_application(actor, application):
        raise NotAllowed(_("Only the applicant can do this."))


def _decide(application: Application, outcome: ApplicationStatus, *, actor: Person | None, reason: str = "") -> None:
    states.check(TRANSITIONS, ApplicationStatus, old=application.status, new=outcome)
    application.status = outcome
    application.decided_at = clock.now()
    application.decided_by = actor
    application.reason = reason
    application.save(update_fields=["status", "decided_at", "decided_by", "reason"])


def _close(application: Application, close: Callable[[str], int]) -> None:
    """The application waits for nobody any longer, nor does what was said on it."""
    close(subject_of(application))
    for side in Side:
        notices.void(application.messages_to(side))


def _tell(people: list[Person], what: Kind, organization: Organization, *, because: Activity) -> None:
    """A word that waits for no answer, with the way to how things stand."""
    notices.tell(
        people,
        what,
        title=organization.name,
        url=organization.get_absolute_url() if organization.is_admitted else reverse("members:application"),
        subject=organization.topic,
        must_act=False,
        because=because,
    )


def _known_organization(person: Person, name: str) -> Organization | None:
    """The person's own organization outside the coalition, to go on with.

    One of the same name, since what was signed in one name must not be read as signed in another; or one that never
    signed and never was a member.
    """
    outside = Organization.objects.filter(
        memberships__in=person.memberships.active().filter(role=Role.REPRESENTATIVE),
        status__in=[OrganizationStatus.APPLICANT, OrganizationStatus.DECLINED, OrganizationStatus.LEFT],
    )
    same = outside.filter(name__iexact=name.strip()).order_by("-pk").first()
    known = same or outside.filter(admitted_at__isnull=True, acceptances__isnull=True).order_by("-pk").first()
    if known:
        lock(known)
    return known


def _describe(organization: Organization, fields: Description) -> None:
    if unknown := fields.keys() - Description.__annotations__.keys():
        raise TypeError(f"an application does not say {', '.join(sorted(unknown))}")
    old_name = organization.name
    for name, value in fields.items():
        setattr(organization, name, str(value).strip())
    organization.domain = _normalized(organization.domain)
    if state := geography.STATES.get(organization.state):
        organization.latitude, organization.longitude = state.latitude, state.longitude
    if organization.name != old_name:
        organization.slug = free_slug(organization.name, organization)
    check_valid(organization)
    organization.save()


def _normalized(domain: str) -> str:
    try:
        return domains.normalize(domain)
    except ValueError as error:
        raise Invalid(_("Give a web domain such as lakeviewhealth.org, or leave it empty."), field="domain") from error
