"""Who may write on a thing, for whom, and why not."""

from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, DomainError, NotAllowed
from members import overdue, permissions
from members.discussions.subjects import Subject
from members.models import Comment, Membership, Organization, Person


def spoken_for(person: Person, acting: Membership | None) -> Organization | None:
    """For whom a person writes: the organization acted for; None, for the coalition, where that may not be."""
    if acting is None:
        return None
    serves = permissions.can_coordinate(person) or permissions.can_administer(person)
    if serves and not permissions.can_write_for(person, acting.organization):
        return None
    return acting.organization


def why_not(person: Person, organization: Organization | None, subject: Subject) -> DomainError | None:
    """What keeps the person from writing on a thing that they may see; None where nothing does."""
    if organization is not None:
        refusal = _why_not_for(person, organization, subject)
    elif not (permissions.can_coordinate(person) or permissions.can_administer(person)):
        refusal = NotAllowed(_("Only the people of a member organization can write here. You act for none."))
    else:
        refusal = _why_not_as_coordinator(person, subject)
    return refusal or _why_closed(subject)


def can_edit(person: Person, comment: Comment) -> bool:
    """Whether the words are the person's own, and there to be changed; the verb asks besides whether they may write."""
    return comment.author_id == person.pk and not comment.is_withdrawn


def can_withdraw(person: Person, comment: Comment) -> bool:
    """Whether the person may take the comment away: its author, and admins for order."""
    return not comment.is_withdrawn and (comment.author_id == person.pk or permissions.can_administer(person))


def _why_not_for(person: Person, organization: Organization, subject: Subject) -> NotAllowed | None:
    parties = subject.parties
    if parties and organization.pk not in {party.pk for party in parties}:
        return NotAllowed(
            _("%(name)s is no party to this. Choose the organization that is, to write for it.")
            % {"name": organization}
        )
    if permissions.can_write_for(person, organization):
        return None
    membership = permissions.membership_in(person, organization)
    if organization.is_inactive:
        words = _("%(name)s is inactive: its people read and do not write until it confirms that it is still in.")
    elif membership is None or membership.can_write:
        words = _("Only people who may write for %(name)s can write here.")
    else:
        words = _("You are a reader of %(name)s, and readers read. A representative can make you a contributor.")
    return overdue.refusal(person, organization, otherwise=words % {"name": organization})


def _why_not_as_coordinator(person: Person, subject: Subject) -> NotAllowed | None:
    """Principle 1: who is employed by a party does not speak for the coalition there."""
    employer = next((party for party in subject.parties if permissions.membership_in(person, party)), None)
    if employer is None:
        return None
    return NotAllowed(
        _("%(name)s, which employs you, is a party to this. Another coordinator speaks for the coalition here.")
        % {"name": employer}
    )


def _why_closed(subject: Subject) -> Conflict | None:
    return Conflict(subject.closed, code="discussion_closed") if subject.closed else None
