"""What people say about a project, a milestone, an offer, a request or a match: threads of comments.

The thing that is discussed stands on a floor above and points down to its discussion; what it is, who may read and who
may write there, that floor says (`members.discussions.subjects`).
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.organization import Organization
from members.models.person import Person

LONGEST = 10_000  # characters of a comment


class Discussion(models.Model):
    """The discussion of one thing. `subject` is the word of its sort, such as "project"; the thing points here."""

    subject = models.CharField(_("about a"), max_length=20, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["-begun_at", "-id"], name="discussion_newest")]

    def __str__(self) -> str:
        return self.topic

    @property
    def topic(self) -> str:
        """The word under which only its comments are followed, and muted."""
        return f"discussion:{self.pk}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def first_ones(self) -> "CommentQuerySet":
        """Those that begin a thread."""
        return self.filter(thread__isnull=True)

    def shown(self) -> "CommentQuerySet":
        """Those whose words are there to be read."""
        return self.filter(withdrawn_at__isnull=True)

    def with_people(self) -> "CommentQuerySet":
        """With everybody whom a page names, in the same query."""
        return self.select_related("author", "organization", "withdrawn_by")


class Comment(models.Model):
    """What somebody said, for an organization or for the coalition. A reply belongs to the thread it answers.

    Each change of the text leaves the former one as a revision; the database writes it. One that its author withdrew
    holds no text any more; the text of one that an admin withdrew is kept for the admins alone.
    """

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="comments", verbose_name=_("discussion"))
    thread = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("answers")
    )
    author = models.ForeignKey(Person, models.PROTECT, related_name="comments", verbose_name=_("who"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("acting for")
    )
    text = models.TextField(_("text"), max_length=LONGEST, blank=True)
    key = models.CharField(  # noqa: DJ001  # null, so that the unique constraint spares comments without one
        _("key of the act"), max_length=64, null=True, blank=True, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by"), editable=False
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="comment_newest"),
            models.Index(fields=["discussion", "created_at", "id"], name="comment_in_order"),
            models.Index(
                fields=["discussion", "-created_at", "-id"],
                name="comment_threads",
                condition=models.Q(thread__isnull=True),
            ),
            models.Index(
                fields=["thread", "created_at", "id"],
                name="comment_replies",
                condition=models.Q(thread__isnull=False),
            ),
            models.Index(fields=["author", "created_at"], name="comment_of_author"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="comment_once"),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(withdrawn_at__isnull=False), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by=models.F("author"), reason="", text="")
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawn_by=models.F("author"))
                    & ~models.Q(reason="")
                ),
                name="comment_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        """Leads to the page, and the place on it, where the comment stands now."""
        return reverse("members:comment", args=[self.pk])

    @property
    def topic(self) -> str:
        """The word under which activity and notices speak of this comment."""
        return f"comment:{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def was_moderated(self) -> bool:
        """Whether somebody else than its author withdrew it."""
        return self.is_withdrawn and self.withdrawn_by_id != self.author_id

    @property
    def first_of_thread(self) -> "Comment":
        """The comment that begins the thread it stands in."""
        return self.thread or self


class CommentRevision(models.Model):
    """A text that a comment had before it was edited. The database writes it, and keeps it."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="revisions", verbose_name=_("comment"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("earlier text of a comment")
        verbose_name_plural = _("earlier texts of comments")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["comment", "version"], name="commentrevision_unique")]

    def __str__(self) -> str:
        return f"{self.comment}, {self.version}"


class Mention(models.Model):
    """That a comment names a person, who was told of it."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions", verbose_name=_("comment"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="mentions", verbose_name=_("person"))

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_unique")]

    def __str__(self) -> str:
        return f"{self.comment}, {self.person_id}"
