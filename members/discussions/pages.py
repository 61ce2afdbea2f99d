"""A discussion as a page shows it: a page of threads, what the reader may do, and the forms to write with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict

from coalition.shared.errors import DomainError
from members.acting import MemberRequest
from members.discussions import rights, subjects
from members.discussions.forms import CommentForm
from members.discussions.quoting import quoted
from members.discussions.subjects import Subject
from members.models import Comment, Follow, Person

PER_PAGE = 10  # threads, the newest first


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment, and what the reader may do with it."""

    comment: Comment
    can_edit: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies, and the form for another; open where the reader asked to answer or quote."""

    first: Shown
    replies: list[Shown]
    form: CommentForm
    is_open: bool


@dataclass
class Talk:
    """The discussion of one thing, for one reader, as the address asks for it.

    `form` is one that was sent and refused; it stands where it was written: above, or in its thread.
    """

    subject: Subject
    request: MemberRequest
    form: CommentForm | None = None
    follow: Follow | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.discussion = self.subject.discussion
        if self.discussion:
            self.follow = Follow.objects.filter(person=self.reader, topic=self.discussion.topic).first()

    @property
    def reader(self) -> Person:
        return self.request.user

    @cached_property
    def silence(self) -> DomainError | None:
        """Why the reader cannot write here; None where they can."""
        organization = rights.spoken_for(self.reader, self.request.acting or None)
        return rights.why_not(self.reader, organization, self.subject)

    @cached_property
    def count(self) -> int:
        """How many comments there are to read."""
        return Comment.objects.filter(discussion=self.discussion).shown().count() if self.discussion else 0

    @cached_property
    def page(self) -> "Page[Comment]":
        """The threads of the page that the address asks for, by its number or by a comment on it."""
        return Paginator(self._first_ones, PER_PAGE).get_page(self._number)

    @cached_property
    def threads(self) -> list[Thread]:
        """The threads of the page with all their replies: two queries, however many there are."""
        firsts = list(self.page)
        replies = defaultdict(list)
        for reply in Comment.objects.filter(thread__in=firsts).with_people().order_by("created_at", "pk"):
            replies[reply.thread_id].append(reply)
        return [self._thread(first, replies[first.pk]) for first in firsts]

    @cached_property
    def new_thread(self) -> CommentForm:
        """The form above the threads."""
        if self.form is not None and self.form.answers is None:
            return self.form
        return CommentForm.empty()

    @cached_property
    def here(self) -> str:
        """The address of this page without what it asks of the discussion."""
        return self.request.path

    @cached_property
    def _asked(self) -> Comment | None:
        """The comment that the address speaks of, if it is one of these."""
        given = (_number_in(self.request.GET, name) for name in ("quote", "reply", "comment"))
        pk = self.form.answers if self.form is not None else next(filter(None, given), None)
        if pk is None or self.discussion is None:
            return None
        return Comment.objects.filter(discussion=self.discussion, pk=pk).select_related("author", "thread").first()

    @property
    def _number(self) -> str | int | None:
        return page_of(self._asked) if self._asked else self.request.GET.get("talk")

    @property
    def _first_ones(self) -> Any:
        rows = Comment.objects.filter(discussion=self.discussion) if self.discussion else Comment.objects.none()
        return rows.first_ones().with_people().order_by("-created_at", "-pk")

    def _thread(self, first: Comment, replies: Iterable[Comment]) -> Thread:
        asked = self._asked if self._asked and self._asked.first_of_thread.pk == first.pk else None
        if self.form is not None and asked is not None:
            form = self.form
        else:
            form = CommentForm.empty(reply_to=first.pk, text=self._quotation(asked))
        answers = self.form is not None or bool(self.request.GET.keys() & {"quote", "reply"})
        return Thread(self._shown(first), [self._shown(each) for each in replies], form, bool(asked and answers))

    def _quotation(self, asked: Comment | None) -> str:
        if asked is None or "quote" not in self.request.GET or asked.is_withdrawn:
            return ""
        return quoted(asked.text, name=str(asked.author))

    def _shown(self, comment: Comment) -> Shown:
        can_edit = self.silence is None and rights.can_edit(self.reader, comment)
        return Shown(comment, can_edit, rights.can_withdraw(self.reader, comment))


def talk_about(word: str, row: Any, request: MemberRequest) -> Talk:
    """The discussion of a thing that is in hand already, for the page that shows the thing."""
    return Talk(subjects.subject_of(word, row), request)


def page_of(comment: Comment) -> int:
    """On which page of its discussion the thread of the comment stands now."""
    first = comment.first_of_thread
    newer = Q(created_at__gt=first.created_at) | Q(created_at=first.created_at, pk__gt=first.pk)
    before = Comment.objects.filter(newer, discussion=first.discussion_id).first_ones().count()
    return before // PER_PAGE + 1


def _number_in(given: QueryDict, name: str) -> int | None:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
