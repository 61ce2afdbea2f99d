"""What people do in a discussion: write, change what they wrote, withdraw it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError, Invalid, NotAllowed
from coalition.shared.locking import hold, lock
from coalition.shared.validation import check_fields
from members.discussions import rights, subjects, telling
from members.discussions.following import discussion_of, follow_what_one_wrote_in
from members.discussions.mentions import Called, called_in
from members.discussions.subjects import Subject
from members.guarding import check_words
from members.models import Comment, Discussion, Mention, Organization, Person

BURST = timedelta(hours=1)
MOST_IN_A_BURST = 60  # comments of one person, wherever
MOST_REPLIES = 100  # in one thread, which is shown whole


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as the verb leaves it; `unknown` are the names in it that call nobody."""

    comment: Comment
    unknown: tuple[str, ...] = ()


@transaction.atomic
def write_comment(  # each is one thing that a comment is made of
    subject: Subject,
    *,
    actor: Person,
    organization: Organization | None,
    text: str,
    reply_to: Comment | None = None,
    key: str = "",
    explanation: str = "",
) -> Said:
    """Write about a thing, for an organization or, as coordinator or admin, for the coalition.

    A reply stands in the thread that `reply_to` is part of. The same `key` of the same person writes once. The writer
    follows from now on; who is mentioned, and who follows, is told. Raises NotAllowed, Invalid (also for a name that
    means several people), or Conflict: `discussion_closed`, `thread_full`, `too_many`.
    """
    if organization is not None:
        hold(organization)  # it does not leave while this goes on
        organization.refresh_from_db(fields=["status", "must_accept_by"])
    discussion = discussion_of(subject)
    hold(subject.row)  # nobody closes it meanwhile
    lock(discussion)
    if key and (written := Comment.objects.filter(author=actor, key=key).with_people().first()):
        return Said(written)
    _raise(rights.why_not(actor, organization, subjects.fresh(subject)))
    thread = _thread_of(reply_to, discussion)
    comment = Comment(discussion=discussion, thread=thread, author=actor, organization=organization, key=key or None)
    comment.text, comment.created_at = _said(text), clock.now()
    check_fields(comment)
    _check_pace(actor)
    called = called_in(comment.text, subject, actor=actor)
    comment.save(force_insert=True)
    check_words(comment, {"text": comment.text}, actor=actor, organization=organization, explanation=explanation)
    follow_what_one_wrote_in(discussion, person=actor)
    _mention(comment, called)
    telling.comment_written(comment, subject, mentioned=called.people)
    return Said(comment, called.unknown)


@transaction.atomic
def edit_comment(comment: Comment, *, actor: Person, text: str, version: int, explanation: str = "") -> Said:
    """Change one's own words, which are still at `version`; the former ones can be read by who sees the comment.

    Tells only those who were not mentioned before. Raises NotAllowed, Invalid, or Conflict: `comment_withdrawn`,
    `version_conflict`, `discussion_closed`. Where nothing differs, does nothing.
    """
    subject = _seen(comment, actor)
    lock(comment)
    if comment.is_withdrawn:
        raise Conflict(_("This comment is withdrawn."), code="comment_withdrawn")
    if not rights.can_edit(actor, comment):
        raise NotAllowed(_("Only who wrote a comment can change it."))
    _raise(rights.why_not(actor, comment.organization, subject))
    if version != comment.version:
        raise Conflict(
            _("You saved this comment meanwhile, in another window. Compare, then save again."),
            code="version_conflict",
            version=comment.version,
        )
    words = _said(text)
    if words == comment.text:
        return Said(comment)
    comment.text = words
    check_fields(comment)
    called = called_in(words, subject, actor=actor)
    before = telling.standing(comment)
    comment.version += 1
    comment.edited_at = clock.now()
    comment.save(update_fields=["text", "version", "edited_at"])
    speaking = comment.organization
    check_words(comment, {"text": words}, actor=actor, organization=speaking, explanation=explanation)
    newly = _mention(comment, called)
    telling.comment_edited(comment, subject, before=before, mentioned=newly)
    return Said(comment, called.unknown)


@transaction.atomic
def withdraw_comment(comment: Comment, *, actor: Person, reason: str = "") -> Comment:
    """Take a comment away: its place stays, with the replies. Its author does it without a reason, an admin with one.

    What its author withdraws is erased, earlier texts too; what an admin withdraws is kept for the admins. Withdrawing
    again changes nothing. Raises NotAllowed, or Invalid for an admin without a reason.
    """
    subject = _seen(comment, actor)
    lock(comment)
    if comment.is_withdrawn:
        return comment
    if not rights.can_withdraw(actor, comment):
        raise NotAllowed(_("Only who wrote a comment, or an admin, can withdraw it."))
    before = telling.standing(comment)
    comment.withdrawn_at, comment.withdrawn_by = clock.now(), actor
    if comment.author_id == actor.pk:
        comment.text = ""
    else:
        comment.reason = reason.strip()
        if not comment.reason:
            raise Invalid(_("Give a reason. Whoever sees the discussion reads it."), field="reason")
    check_fields(comment)
    comment.save(update_fields=["text", "reason", "withdrawn_at", "withdrawn_by"])
    telling.comment_withdrawn(comment, subject, actor=actor, before=before)
    return comment


def _seen(comment: Comment, actor: Person) -> Subject:
    subject = subjects.of_discussion(comment.discussion, reader=actor)
    if subject is None:
        raise NotAllowed(_("You do not see what this is about."))
    return subject


def _raise(refusal: DomainError | None) -> None:
    if refusal is not None:
        raise refusal


def _said(text: str) -> str:
    """The text without empty lines around it. Raises Invalid where nothing in it can be read."""
    words = text.replace("\r\n", "\n").strip("\n").rstrip()
    if not any(letter.isprintable() and not letter.isspace() for letter in words):
        raise Invalid(_("Write something first."), field="text", code="blank")
    return words


def _thread_of(reply_to: Comment | None, discussion: Discussion) -> Comment | None:
    """The first comment of the thread that is answered. Raises Invalid for one of another discussion."""
    if reply_to is None:
        return None
    if reply_to.discussion_id != discussion.pk:
        raise Invalid(_("That comment belongs to another discussion."), field="reply_to")
    first = reply_to.first_of_thread
    if first.replies.count() >= MOST_REPLIES:
        raise Conflict(_("This thread has grown long. Begin a new one, and quote from here."), code="thread_full")
    return first


def _check_pace(actor: Person) -> None:
    recent = Comment.objects.filter(author=actor, created_at__gt=clock.now() - BURST)
    if recent.count() >= MOST_IN_A_BURST:
        raise Conflict(_("That is a lot within one hour. Please write again later."), code="too_many")


def _mention(comment: Comment, called: Called) -> tuple[Person, ...]:
    """Note whom the comment calls. Returns those whom it did not call before."""
    known = set(comment.mentions.values_list("person", flat=True))
    newly = tuple(person for person in called.people if person.pk not in known)
    Mention.objects.bulk_create([Mention(comment=comment, person=person) for person in newly])
    comment.mentions.exclude(person__in=called.people).delete()
    return newly
