"""Joining an organization by asking it: at once or with its consent, as it chooses."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock
from members import activity, domains, duplicates, kinds, notices, people, people_letters, proofs
from members.models import (
    Audience,
    Joining,
    JoinRequest,
    JoinRequestStatus,
    Organization,
    OrganizationStatus,
    Person,
    Role,
)
from members.wording import Kind

MOST_OPEN = 5  # requests that one person may have open at a time
WAIT_AFTER_DECLINE = timedelta(days=7)
LONGEST_WORDS = 1000  # characters


@transaction.atomic
def ask_to_join(organization: Organization, *, person: Person, words: str = "") -> JoinRequest:
    """Ask the organization to be let in, or be let in at once where it chose so and the person's address proves it.

    Answers the request; if it is accepted, the person belongs to the organization as a reader. Its representatives are
    told. Raises Invalid without a proved address, Conflict when the organization is no member or takes nobody in this
    way, when the person belongs to it, has asked already, was declined lately, or has too many requests open.
    """
    lock(person)
    lock(organization)
    by_domain = is_of_its_domain(person, organization)
    _check_may_ask(organization, person)
    request = JoinRequest.objects.create(
        organization=organization,
        person=person,
        words=words.strip()[:LONGEST_WORDS],
        by_domain=by_domain,
        asked_at=clock.now(),
    )
    if by_domain and organization.joining == Joining.AT_ONCE:
        people.take_in(organization, person=person, role=Role.READER, actor=person)
        request.refresh_from_db()
        _tell_representatives(request, kinds.HAS_JOINED, must_act=False)
        return request
    _record(request, kinds.JOIN_ASKED, actor=person)
    _tell_representatives(request, kinds.ANSWER_JOIN_REQUEST, must_act=True)
    people_letters.join_asked(request)
    return request


@transaction.atomic
def accept_join_request(request: JoinRequest, *, role: str, actor: Person) -> JoinRequest:
    """Let the person in, in a role.

    Raises NotAllowed for others than its representatives and the admins, Invalid for an unknown role, Conflict when it
    was answered or withdrawn.
    """
    _lock_for_answer(request, actor)
    people.take_in(request.organization, person=request.person, role=role, actor=actor)
    request.refresh_from_db()
    _tell_asker(request, kinds.YOU_MAY_JOIN, url=reverse("home"))
    people_letters.join_accepted(request)
    return request


@transaction.atomic
def decline_join_request(request: JoinRequest, *, reason: str, actor: Person) -> JoinRequest:
    """Say no, for a reason that the person reads. Raises NotAllowed and Conflict as above, Invalid without a reason."""
    if not reason.strip():
        raise Invalid(_("Give a reason. The person reads it."), field="reason")
    _lock_for_answer(request, actor)
    _close(request, JoinRequestStatus.DECLINED, actor=actor, reason=reason.strip()[:LONGEST_WORDS])
    _record(request, kinds.JOIN_DECLINED, actor=actor)
    notices.done(request.subject)
    _tell_asker(request, kinds.YOU_MAY_NOT_JOIN, url=reverse("members:join", args=[request.organization.slug]))
    people_letters.join_declined(request)
    return request


@transaction.atomic
def withdraw_join_request(request: JoinRequest, *, actor: Person) -> JoinRequest:
    """Take the request back. Raises NotAllowed for others than the person, Conflict when it was answered."""
    if request.person_id != actor.pk:
        raise NotAllowed(_("Only the person who asked can do this."))
    lock(request)
    _check_open(request)
    _close(request, JoinRequestStatus.WITHDRAWN, actor=actor)
    _record(request, kinds.JOIN_WITHDRAWN, actor=actor)
    notices.void(request.subject)
    return request


@transaction.atomic
def choose_joining(organization: Organization, *, joining: str, actor: Person) -> Organization:
    """Choose how people join.

    Raises NotAllowed for others than its representatives and the admins, Invalid for an unknown way, and for joining at
    once where the organization has no web domain that proves anything.
    """
    people.lock_to_manage(organization, actor)
    if joining not in Joining.values:
        raise Invalid(_("Choose one of the ways from the list."), field="joining")
    if joining == Joining.AT_ONCE and not proves_something(organization.domain):
        raise Invalid(
            _("Your organization has no web domain of its own on record, so no address can prove who belongs to it."),
            field="joining",
        )
    before = organization.joining
    if before != joining:
        organization.joining = joining
        organization.save(update_fields=["joining"])
        activity.record(
            kinds.JOINING_CHOSEN,
            actor=actor,
            organization=organization,
            title=organization.name,
            url=reverse("members:people"),
            text=organization.get_joining_display(),
            audience=Audience.PARTIES,
            before={"joining": before},
            after={"joining": joining},
        )
    return organization


def is_of_its_domain(person: Person, organization: Organization) -> bool:
    """Whether the person has proved an address at the organization's own web domain, or at another of its holder."""
    return proves_something(organization.domain) and proofs.is_proved(person, organization.domain)


def proves_something(domain: str) -> bool:
    """Whether an address at the domain shows that one belongs to whoever holds it."""
    return bool(domain) and not domains.is_public_provider(domain) and not domains.is_public_suffix(domain)


def organizations_of_my_domain(person: Person) -> list[Organization]:
    """The members at whose own web domain the person has proved an address, and to which they do not belong."""
    mine = [membership.organization_id for membership in person.active_memberships]
    others = Organization.objects.admitted().exclude(pk__in=mine)
    proved = [domain for domain in proofs.proved_domains(person) if proves_something(domain)]
    found = {row.pk: row for domain in proved for row in duplicates.of_one_domain(domain, others)}
    return sorted(found.values(), key=lambda row: (row.name, row.pk))


def _check_may_ask(organization: Organization, person: Person) -> None:
    if not proofs.proved_addresses(person):
        raise Invalid(_("Prove your e-mail address first."), code="address_not_proved")
    if organization.status != OrganizationStatus.ADMITTED:
        raise Conflict(_("%(name)s is not a member of the coalition now.") % {"name": organization})
    if organization.joining == Joining.INVITATION:
        raise Conflict(
            _("%(name)s takes people in by invitation only. Ask a colleague there to invite you.")
            % {"name": organization},
            code="by_invitation_only",
        )
    if organization.memberships.active().filter(person=person).exists():
        raise Conflict(_("You belong to %(name)s already.") % {"name": organization}, code="belongs_already")
    asked = person.join_requests.all()
    if asked.open().filter(organization=organization).exists():
        raise Conflict(_("You have asked %(name)s already.") % {"name": organization}, code="asked_already")
    lately = clock.now() - WAIT_AFTER_DECLINE
    if asked.filter(organization=organization, status=JoinRequestStatus.DECLINED, decided_at__gt=lately).exists():
        raise Conflict(_("%(name)s said no. You can ask again a week later.") % {"name": organization})
    if asked.open().count() >= MOST_OPEN:
        raise Conflict(_("You have asked %(n)d organizations already. Wait for an answer.") % {"n": MOST_OPEN})


def _lock_for_answer(request: JoinRequest, actor: Person) -> None:
    people.lock_to_manage(request.organization, actor)
    lock(request)
    _check_open(request)


def _check_open(request: JoinRequest) -> None:
    if request.status != JoinRequestStatus.OPEN:
        raise Conflict(
            _("This was answered before: %(status)s.") % {"status": request.get_status_display()}, code="answered"
        )


def _close(request: JoinRequest, status: JoinRequestStatus, *, actor: Person, reason: str = "") -> None:
    request.status, request.reason = status, reason
    request.decided_at, request.decided_by = clock.now(), actor
    request.save(update_fields=["status", "reason", "decided_at", "decided_by"])


def _record(request: JoinRequest, what: Kind, *, actor: Person) -> None:
    activity.record(
        what,
        actor=actor,
        organization=request.organization,
        title=request.person.name,
        url=reverse("members:people"),
        topics=[request.person.topic],
        audience=Audience.PARTIES,
        after={"request": request, "status": request.status, "by_domain": request.by_domain},
    )


def _tell_representatives(request: JoinRequest, what: Kind, *, must_act: bool) -> None:
    url = reverse("members:join_request", args=[request.pk]) if must_act else reverse("members:people")
    notices.tell(
        notices.representatives_of(request.organization),
        what,
        title=request.person.name,
        url=url,
        subject=request.subject,
        must_act=must_act,
    )


def _tell_asker(request: JoinRequest, what: Kind, *, url: str) -> None:
    notices.tell(
        [request.person],
        what,
        title=request.organization.name,
        url=url,
        subject=f"asked:{request.pk}",
        must_act=False,
    )
