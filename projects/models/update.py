"""Updates: what those who take part in a project tell about it, and what they decided. Withdrawn ones leave a trace."""

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.full_text import Words
from coalition.shared.once import PostedOnce
from members.models import Organization, Person
from members.models.person import Reader
from projects.models.project import Project
from projects.models.workgroup import Workgroup

if TYPE_CHECKING:
    from projects.models.attachment import Attachment


class UpdateQuerySet(models.QuerySet["Update"]):
    def visible_to(self, reader: Reader) -> "UpdateQuerySet":
        """Updates are seen like the plan that they are about: by every member."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def decisions(self) -> "UpdateQuerySet":
        """Those that say what was decided, the latest first."""
        return self.filter(decided_on__isnull=False).order_by("-decided_on", "-pk")

    def listed(self) -> "UpdateQuerySet":
        """With what a row of a list shows: a constant number of queries however many rows."""
        rows = self.select_related("project", "workgroup", "organization", "posted_by", "withdrawn_by")
        rows = rows.defer("project__plan", "project__purpose")
        return rows.prefetch_related("attachments")


class Update(PostedOnce):
    """A short post on a project by an organization that takes part. With a day of decision it is a decision."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="updates", db_index=False, verbose_name=_("project")
    )
    # As it was when it was posted: a decision belongs to the workgroup in which it was taken.
    workgroup = models.ForeignKey(
        Workgroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="updates",
        editable=False,
        verbose_name=_("workgroup"),
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="updates", editable=False, verbose_name=_("posted for")
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=10000, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    posted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("posted by"))
    posted_at = models.DateTimeField(_("posted"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("withdrawn by"),
    )
    reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True, editable=False)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["project", "-posted_at", "-id"], name="update_of_project"),
            models.Index(fields=["-posted_at", "-id"], name="update_newest"),
            *(
                models.Index(
                    fields=[*narrowed, "-decided_on", "-id"],
                    condition=models.Q(decided_on__isnull=False),
                    name=f"decision_{'_'.join(narrowed) or 'newest'}",
                )
                for narrowed in ([], ["project"], ["workgroup"], ["organization"])
            ),
            GinIndex(Words(), name="update_words"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="update_title_trigram"),
            GinIndex(
                OpClass(Upper("title"), name="gin_trgm_ops"),
                condition=models.Q(decided_on__isnull=False),
                name="decision_title_trigram",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "source_key"],
                condition=models.Q(source_key__isnull=False),
                name="update_source_key",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="update_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, edited_at__isnull=True)
                | models.Q(version__gt=1, edited_at__isnull=False),
                name="update_edited_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:update", args=[self.pk])

    @property
    def subject(self) -> str:
        """The word under which notices speak of this update."""
        return f"update:{self.pk}"

    @property
    def pictures(self) -> "list[Attachment]":
        """Those that stand, to be shown; asks for the files unless they are prefetched."""
        return [row for row in self.attachments.all() if row.is_picture and row.removed_at is None]

    @property
    def documents(self) -> "list[Attachment]":
        """The other files that stand, to be had."""
        return [row for row in self.attachments.all() if not row.is_picture and row.removed_at is None]

    @property
    def is_decision(self) -> bool:
        return self.decided_on is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class UpdateText(models.Model):
    """What an update said before it was edited."""

    update_of = models.ForeignKey(Update, models.CASCADE, related_name="earlier_texts", verbose_name=_("update"))
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=10000, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    replaced_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("edited by"))
    replaced_at = models.DateTimeField(_("edited"), default=clock.now)

    class Meta:
        verbose_name = _("earlier text of an update")
        verbose_name_plural = _("earlier texts of updates")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["update_of", "version"], name="update_text_version")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
