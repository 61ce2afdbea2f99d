"""Following a discussion, so that one is told of what is new there, and muting it, so that one is not."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared import clock
from coalition.shared.errors import NotAllowed
from coalition.shared.locking import lock
from members import notices
from members.discussions.subjects import Subject
from members.models import Discussion, Follow, Person

WROTE = gettext_lazy("you wrote in it")
CHOSE = gettext_lazy("you chose to")


@transaction.atomic
def discussion_of(subject: Subject) -> Discussion:
    """The discussion of a thing, begun now if there is none; two who begin it at once get the same one."""
    if subject.row.discussion is None:
        lock(subject.row)  # read anew: a rival may have begun it
    if subject.row.discussion is None:
        subject.row.discussion = Discussion.objects.create(subject=subject.sort.word, begun_at=clock.now())
        type(subject.row)._base_manager.filter(pk=subject.row.pk).update(discussion=subject.row.discussion)
    found: Discussion = subject.row.discussion
    return found


@transaction.atomic
def follow_discussion(subject: Subject, *, person: Person) -> None:
    """Let the person be told of what is new there, also after they muted it.

    Raises NotAllowed for who may not see it.
    """
    _check_sees(subject, person)
    _keep(discussion_of(subject), person, reason=str(CHOSE), is_muted=False)


@transaction.atomic
def unfollow_discussion(subject: Subject, *, person: Person) -> None:
    """Let the person be told no longer, or be silent no longer; mentions and what concerns them reach them still."""
    if subject.discussion:
        Follow.objects.filter(person=person, topic=subject.discussion.topic).delete()
        notices.done(subject.discussion.topic, people=[person])


@transaction.atomic
def mute_discussion(subject: Subject, *, person: Person) -> None:
    """Tell the person nothing of it any more, not in the digest either, but that somebody mentioned them.

    Raises NotAllowed for who may not see it.
    """
    _check_sees(subject, person)
    discussion = discussion_of(subject)
    _keep(discussion, person, reason="", is_muted=True)
    notices.done(discussion.topic, people=[person])


def follow_what_one_wrote_in(discussion: Discussion, *, person: Person) -> None:
    """Whoever writes follows, unless they follow for another reason, or muted it."""
    Follow.objects.get_or_create(person=person, topic=discussion.topic, defaults={"reason": str(WROTE)})


def listeners(subject: Subject, discussion: Discussion, *, besides: Person) -> "QuerySet[Person]":
    """Who is told of a new comment: who follows it, or is concerned by the thing, and sees it and did not mute it."""
    follows = Follow.objects.filter(topic=discussion.topic, person=OuterRef("pk"))
    following: Iterable[int] = Follow.objects.filter(topic=discussion.topic, is_muted=False).values_list(
        "person", flat=True
    )
    keys = {*following, *subject.sort.concerned(subject.row)}
    heard = subject.readers().filter(pk__in=keys).exclude(Exists(follows.filter(is_muted=True)))
    return heard.exclude(pk=besides.pk).order_by("pk")


def _keep(discussion: Discussion, person: Person, *, reason: str, is_muted: bool) -> None:
    Follow.objects.update_or_create(
        person=person, topic=discussion.topic, defaults={"reason": reason, "is_muted": is_muted}
    )


def _check_sees(subject: Subject, person: Person) -> None:
    if not subject.readers().filter(pk=person.pk).exists():
        raise NotAllowed(_("You do not see what this is about."))
