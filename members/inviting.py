"""Inviting people to an organization: by an address, to a role, for a time, by a letter with a token."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, Invalid
from coalition.shared.locking import lock
from members import activity, addresses, kinds, notices, people, people_letters, proofs
from members.models import Audience, Invitation, InvitationStatus, Membership, Organization, Person
from members.wording import Kind

MOST_AT_ONCE = 500
TOKEN_BYTES = 32
MOST_LETTERS = 5  # for one invitation
RESEND_AFTER = timedelta(minutes=1)  # a double click sends one letter


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite: address, role, and a name if known."""

    email: str
    role: str
    name: str = ""


@transaction.atomic
def invite(organization: Organization, *, guest: Guest, actor: Person) -> Invitation:
    """Invite an address to a role in the organization, by a letter.

    Raises NotAllowed for others than its representatives and the admins, Invalid for an address that is none or an
    unknown role, Conflict when an invitation to it is open, its reader belongs to the organization already, the
    organization is out of the coalition, or too many invitations are open.
    """
    people.lock_to_manage(organization, actor)
    people.check_in_the_coalition(organization)
    _check_room(organization, 1)
    checked = _checked(guest)
    _check_not_taken(organization, [checked.email])
    invitation = _invite(organization, checked, actor)
    _record(kinds.PERSON_INVITED, invitation, actor=actor)
    return invitation


@transaction.atomic
def invite_many(organization: Organization, *, guests: Sequence[Guest], actor: Person) -> list[Invitation]:
    """Invite all of them or, when anything is wrong with one, nobody. `refusals` says beforehand with which.

    Raises as `invite`, and Invalid for more than 500 or none.
    """
    people.lock_to_manage(organization, actor)
    people.check_in_the_coalition(organization)
    if not guests:
        raise Invalid(_("There is nobody to invite."), field="people")
    if len(guests) > MOST_AT_ONCE:
        raise Invalid(_("Invite at most %(n)d people at once.") % {"n": MOST_AT_ONCE}, field="people")
    _check_room(organization, len(guests))
    checked = [_checked(guest) for guest in guests]
    _check_not_taken(organization, [guest.email for guest in checked])
    if len({guest.email for guest in checked}) < len(checked):
        raise Invalid(_("One address is there twice."), field="people")
    invitations = [_invite(organization, guest, actor) for guest in checked]
    activity.record(
        kinds.INVITATIONS_SENT,
        actor=actor,
        organization=organization,
        title=str(len(invitations)),
        url=reverse("members:people"),
        audience=Audience.PARTIES,
        after={"invitations": {invitation.pk: invitation.role for invitation in invitations}},
    )
    return invitations


def refusals(organization: Organization, guests: Iterable[Guest]) -> list[str]:
    """For each guest why they cannot be invited now, or "": what `invite_many` would say, changing nothing."""
    checked = [_why_not(guest) for guest in guests]
    taken = _taken(organization, [guest.email for guest in checked if isinstance(guest, Guest)])
    seen: set[str] = set()
    reasons = []
    for guest in checked:
        if isinstance(guest, str):
            reasons.append(guest)
            continue
        twice = _("This address is there twice.") if guest.email in seen else ""
        reasons.append(taken.get(guest.email, twice))
        seen.add(guest.email)
    return reasons


@transaction.atomic
def resend(invitation: Invitation, *, actor: Person) -> Invitation:
    """Send the letter anew with another token, for the whole time again; the token before is void.

    Raises NotAllowed, Conflict when it was answered or revoked, when another one to the address is open, or when the
    last letter went out a moment ago.
    """
    _lock(invitation, actor)
    if invitation.status not in {InvitationStatus.OPEN, InvitationStatus.EXPIRED}:
        raise Conflict(_("It cannot be sent again: %(status)s.") % {"status": invitation.get_status_display()})
    now = clock.now()
    if invitation.letters >= MOST_LETTERS:
        raise Conflict(_("%(n)d letters went there. Ask them in another way.") % {"n": MOST_LETTERS})
    if invitation.sent_at > now - RESEND_AFTER:
        raise Conflict(_("The letter has just been sent."), code="just_sent")
    if invitation.status == InvitationStatus.EXPIRED:
        _check_room(invitation.organization, 1)
        people.check_in_the_coalition(invitation.organization)
        _check_not_taken(invitation.organization, [invitation.email])
    token = _new_token()
    invitation.status, invitation.closed_at = InvitationStatus.OPEN, None
    invitation.token_sha256, invitation.letters = _hash(token), invitation.letters + 1
    invitation.sent_at, invitation.expires_at = now, now + timedelta(days=settings.INVITATION_DAYS)
    invitation.invited_by = actor
    invitation.save()
    people_letters.invitation(invitation, token)
    _record(kinds.INVITATION_RENEWED, invitation, actor=actor)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, actor: Person) -> Invitation:
    """Take the invitation back. Raises NotAllowed, Conflict when it is no longer open."""
    _lock(invitation, actor)
    if invitation.status != InvitationStatus.OPEN:
        raise Conflict(_("It cannot be taken back: %(status)s.") % {"status": invitation.get_status_display()})
    _close(invitation, InvitationStatus.REVOKED)
    _record(kinds.INVITATION_REVOKED, invitation, actor=actor)
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation that a token was sent for; None for a forged or a void one."""
    rows = Invitation.objects.select_related("organization", "invited_by")
    return rows.filter(token_sha256=_hash(token)).first()


@transaction.atomic
def accept(invitation: Invitation, *, person: Person, token: str) -> Membership:
    """Let the invited person join the organization in the role they were invited to.

    The person has proved the very address it was sent to. Once accepted, accepting it again answers the same
    membership. Raises Conflict when it is no longer open or its token is void, when the address is another, when the
    person belongs to the organization already, or the organization is out of the coalition.
    """
    lock(invitation.organization)
    lock(invitation)
    _check_is_for(invitation, person)
    if already := _accepted_before(invitation, person):
        return already
    _check_open(invitation, token)
    membership = people.take_in(invitation.organization, person=person, role=invitation.role, actor=person)
    invitation.refresh_from_db()
    notices.tell(
        [invitation.invited_by],
        kinds.INVITATION_ACCEPTED,
        title=person.name,
        url=reverse("members:people"),
        subject=invitation.subject,
        must_act=False,
    )
    return membership


@transaction.atomic
def decline(invitation: Invitation, *, person: Person, token: str) -> Invitation:
    """Turn the invitation down. Raises Conflict as `accept`."""
    lock(invitation)
    _check_is_for(invitation, person)
    if invitation.status != InvitationStatus.DECLINED:
        _check_open(invitation, token)
        _close(invitation, InvitationStatus.DECLINED)
        _record(kinds.INVITATION_DECLINED, invitation, actor=person)
    return invitation


def is_for(invitation: Invitation, person: Person) -> bool:
    """Whether the person has proved the very address that was invited."""
    return invitation.email in proofs.proved_addresses(person)


def invitations_for(person: Person) -> list[Invitation]:
    """Open invitations to addresses that the person has proved, the latest first."""
    rows = Invitation.objects.open().filter(email__in=proofs.proved_addresses(person))
    return list(rows.select_related("organization", "invited_by").order_by("-sent_at", "-pk"))


def close_overdue() -> int:
    """Mark as expired what nobody answered in time; returns how many."""
    return Invitation.objects.overdue().update(status=InvitationStatus.EXPIRED, closed_at=clock.now())


def _new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _checked(guest: Guest) -> Guest:
    """The guest with the address in its one spelling. Raises Invalid for what is wrong with them by themselves."""
    people.check_role(guest.role)
    try:
        email = addresses.one_spelling(guest.email)
        validate_email(email)
    except (ValueError, ValidationError) as error:
        raise Invalid(_("“%(email)s” is not an e-mail address.") % {"email": guest.email}, field="email") from error
    return Guest(email, guest.role, " ".join(guest.name.split())[:120])


def _taken(organization: Organization, emails: Collection[str]) -> dict[str, str]:
    """Those of the addresses that cannot be invited now, with the reason: two queries, however many they are."""
    invited = organization.invitations.open().filter(email__in=emails).values_list("email", flat=True)
    belonging = EmailAddress.objects.filter(email__in=emails, verified=True).filter(
        user__memberships__organization=organization, user__memberships__ended_at__isnull=True
    )
    taken = {email: _("An invitation to %(email)s is open already.") % {"email": email} for email in invited}
    for email in belonging.values_list("email", flat=True):
        taken[email] = _("%(email)s belongs to your organization already.") % {"email": email}
    return taken


def _check_not_taken(organization: Organization, emails: Collection[str]) -> None:
    """Raises Conflict for the first that is; what is overdue makes room."""
    organization.invitations.overdue().update(status=InvitationStatus.EXPIRED, closed_at=clock.now())
    for why in _taken(organization, emails).values():
        raise Conflict(why, field="email")


def _why_not(guest: Guest) -> Guest | str:
    try:
        return _checked(guest)
    except DomainError as refusal:
        return str(refusal)


def _check_room(organization: Organization, wanted: int) -> None:
    if organization.invitations.open().count() + wanted > settings.INVITATIONS_OPEN:
        raise Conflict(
            _("An organization can have %(n)d invitations open. Take some back, or wait for answers.")
            % {"n": settings.INVITATIONS_OPEN},
            code="too_many_open",
        )


def _invite(organization: Organization, guest: Guest, actor: Person) -> Invitation:
    now, token = clock.now(), _new_token()
    invitation = Invitation.objects.create(
        organization=organization,
        email=guest.email,
        name=guest.name,
        role=guest.role,
        token_sha256=_hash(token),
        invited_by=actor,
        created_at=now,
        sent_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    people_letters.invitation(invitation, token)
    return invitation


def _lock(invitation: Invitation, actor: Person) -> None:
    people.lock_to_manage(invitation.organization, actor)
    lock(invitation)


def _check_is_for(invitation: Invitation, person: Person) -> None:
    if not is_for(invitation, person):
        raise Conflict(_("This invitation is for another address than those you have proved."), code="another_address")


def _check_open(invitation: Invitation, token: str) -> None:
    if not secrets.compare_digest(invitation.token_sha256, _hash(token)):
        raise Conflict(_("A newer letter has taken the place of this one. Use the link in it."), code="void_token")
    if not invitation.is_open:
        raise Conflict(why_closed(invitation), code="closed")


def why_closed(invitation: Invitation) -> str:
    """Why the invitation cannot be accepted any more, as a sentence."""
    return {
        InvitationStatus.OPEN: _("Its time is over. Ask for a new one."),
        InvitationStatus.EXPIRED: _("Its time is over. Ask for a new one."),
        InvitationStatus.ACCEPTED: _("It was accepted already. It can be used once."),
        InvitationStatus.DECLINED: _("You declined it. Ask for a new one if you have changed your mind."),
        InvitationStatus.REVOKED: _("It was taken back."),
    }[InvitationStatus(invitation.status)]


def _accepted_before(invitation: Invitation, person: Person) -> Membership | None:
    if invitation.accepted_by_id != person.pk:
        return None
    return invitation.organization.memberships.active().filter(person=person).first()


def _close(invitation: Invitation, status: InvitationStatus) -> None:
    invitation.status, invitation.closed_at = status, clock.now()
    invitation.save(update_fields=["status", "closed_at"])


def _record(what: Kind, invitation: Invitation, *, actor: Person) -> None:
    """The address stays out of it: it is nobody's business but the organization's, and can be erased."""
    activity.record(
        what,
        actor=actor,
        organization=invitation.organization,
        title=invitation.get_role_display(),
        url=reverse("members:people"),
        topics=[invitation.subject],
        audience=Audience.PARTIES,
        after={"invitation": invitation, "role": invitation.role, "status": invitation.status},
    )
