"""What is told of a comment: activity to whoever sees the thing, notices to those whom it concerns."""

import html
from collections.abc import Iterable, Mapping

from django.utils.html import strip_tags

from coalition.shared.rendering import render
from members import activity, kinds, notices
from members.discussions.following import listeners
from members.discussions.subjects import Subject
from members.models import Activity, Comment, Person
from members.wording import Kind

LONGEST_EXCERPT = 400  # characters


def comment_written(comment: Comment, subject: Subject, *, mentioned: Iterable[Person]) -> None:
    """On record, and before the eyes of those who are mentioned, who follow, or whom the thing concerns."""
    row = _record(kinds.COMMENT_WRITTEN, comment, subject, actor=comment.author, text=excerpt(comment.text))
    mentioned = list(mentioned)
    _tell_mentioned(mentioned, comment, subject, because=row)
    notices.done(comment.discussion.topic, people=[comment.author])  # who writes has read
    others = listeners(subject, comment.discussion, besides=comment.author)
    told_already = {person.pk for person in mentioned}
    notices.tell(
        [person for person in others if person.pk not in told_already],
        kinds.NEW_COMMENTS,
        title=subject.title,
        url=comment.get_absolute_url(),
        subject=comment.discussion.topic,
        must_act=False,
        because=row,
    )


def comment_edited(
    comment: Comment, subject: Subject, *, before: Mapping[str, object], mentioned: Iterable[Person]
) -> None:
    """The words told before are told no longer; the new ones are, and whoever is newly mentioned gets a notice."""
    _forget_words(comment)
    text = excerpt(comment.text)
    row = _record(kinds.COMMENT_EDITED, comment, subject, actor=comment.author, text=text, before=before)
    _tell_mentioned(mentioned, comment, subject, because=row)


def comment_withdrawn(comment: Comment, subject: Subject, *, actor: Person, before: Mapping[str, object]) -> None:
    """The words are told no longer, and nobody is called by them. Whose words an admin took away is told why."""
    _forget_words(comment)
    notices.void(comment.topic)
    what = kinds.COMMENT_REMOVED if comment.was_moderated else kinds.COMMENT_WITHDRAWN
    row = _record(what, comment, subject, actor=actor, text=comment.reason, before=before)
    if comment.was_moderated:
        notices.tell(
            [comment.author],
            kinds.YOUR_COMMENT_IS_REMOVED,
            title=subject.title,
            url=comment.get_absolute_url(),
            subject=comment.topic,
            must_act=False,
            because=row,
        )


def excerpt(text: str) -> str:
    """The beginning of a comment in plain words, without what it quotes."""
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    words = " ".join(html.unescape(strip_tags(render(own or text))).split())
    return words if len(words) <= LONGEST_EXCERPT else words[:LONGEST_EXCERPT].rsplit(maxsplit=1)[0] + " …"


def standing(comment: Comment) -> dict[str, object]:
    """What the audit trail keeps of a comment: no text."""
    return {
        "comment": comment.pk,
        "discussion": comment.discussion_id,
        "thread": comment.thread_id,
        "version": comment.version,
        "withdrawn": comment.is_withdrawn,
    }


def _record(
    what: Kind,
    comment: Comment,
    subject: Subject,
    *,
    actor: Person,
    text: str,
    before: Mapping[str, object] | None = None,
) -> Activity:
    return activity.record(
        what,
        actor=actor,
        organization=comment.organization if actor.pk == comment.author_id else None,
        title=subject.title,
        url=f"{subject.url}?comment={comment.pk}#comment-{comment.pk}",
        text=text,
        topics=[comment.topic, comment.discussion.topic, *subject.topics],
        audience=subject.audience,
        before=before,
        after=standing(comment),
    )


def _forget_words(comment: Comment) -> None:
    """The database lets this be done once the comment was edited or withdrawn."""
    Activity.objects.about(comment.topic).filter(kind__startswith="comment.").exclude(text="").update(text="")


def _tell_mentioned(people: Iterable[Person], comment: Comment, subject: Subject, *, because: Activity) -> None:
    notices.tell(
        people,
        kinds.MENTIONED,
        title=subject.title,
        url=comment.get_absolute_url(),
        subject=comment.topic,
        must_act=False,
        because=because,
    )
