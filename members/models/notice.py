"""What waits for one person, and what a person follows."""

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.activity import Activity
from members.models.person import Person
from members.wording import sentence_of


class NoticeStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    VOID = "void", _("No longer needed")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open(self) -> "NoticeQuerySet":
        return self.filter(status=NoticeStatus.OPEN)


class Notice(models.Model):
    """A row addressed to a person who must or may act. `subject` names the thing: `match:12`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("what"), max_length=300)
    url = models.CharField(_("where"), max_length=300)
    subject = models.CharField(_("about"), max_length=80)
    must_act = models.BooleanField(_("waits for an answer"), default=True)
    due_at = models.DateTimeField(_("until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=4, choices=NoticeStatus, default=NoticeStatus.OPEN)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("because of")
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["subject"], name="notice_subject", condition=models.Q(status="open")),
            models.Index(fields=["person", "-created_at"], name="notice_person", condition=models.Q(status="open")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject"], condition=models.Q(status="open"), name="notice_open_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | (~models.Q(status="open") & models.Q(closed_at__isnull=False)),
                name="notice_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sentence(self) -> SafeString:
        """The notice told as a sentence in the reader's language."""
        return sentence_of(self.kind, self.title)


class Follow(models.Model):
    """That a person follows a topic of the activity, and so reads of it in the digest; or muted it and reads nothing.

    Only discussions are muted (`discussion:5`).
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="follows", verbose_name=_("person"))
    topic = models.CharField(_("topic"), max_length=80)
    reason = models.CharField(_("why"), max_length=120, blank=True)
    is_muted = models.BooleanField(_("muted"), default=False)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        ordering = ["topic"]
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="follow_unique")]
        indexes = [models.Index(fields=["topic"], name="follow_topic")]

    def __str__(self) -> str:
        return self.topic
