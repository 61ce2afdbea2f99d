"""Files and pictures that stand with an update or are what a project released."""

import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from projects.models.update import Update

if TYPE_CHECKING:
    from projects.models.deliverable import Deliverable

FOLDER = "attachments"


def random_place(attachment: "Attachment", name: str) -> str:
    """Where a new file is kept: by day, so that what no row names is soon found; nothing of its name."""
    return f"{FOLDER}/{clock.now():%Y/%m/%d}/{uuid.uuid4().hex}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def served(self) -> "AttachmentQuerySet":
        """Those of updates that stand and of deliverables that stand, and which were not taken off."""
        of_update = models.Q(update__isnull=False, update__withdrawn_at__isnull=True, removed_at__isnull=True)
        released = models.Q(deliverable__isnull=False, deliverable__withdrawn_at__isnull=True)
        return self.filter(of_update | released)

    def public(self) -> "AttachmentQuerySet":
        """What was released, which everybody may have."""
        return self.filter(deliverable__isnull=False, deliverable__withdrawn_at__isnull=True)


class Attachment(models.Model):
    """A file that was looked into before it was kept. Its name is only shown: it is kept under a random one."""

    update = models.ForeignKey(
        Update, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("update")
    )
    file = models.FileField(_("file"), upload_to=random_place, max_length=100, editable=False)
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("bytes"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    width = models.PositiveSmallIntegerField(_("width in pixels"), null=True, blank=True, editable=False)
    height = models.PositiveSmallIntegerField(_("height in pixels"), null=True, blank=True, editable=False)
    description = models.CharField(_("what it shows"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)
    removed_at = models.DateTimeField(_("taken off"), null=True, blank=True, editable=False)

    deliverable: "Deliverable"  # the other end of its one file

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=~models.Q(file=""), name="attachment_place"),
            models.CheckConstraint(
                condition=models.Q(width__isnull=True, height__isnull=True)
                | models.Q(width__gt=0, height__gt=0, media_type__startswith="image/"),
                name="attachment_picture_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:attachment", args=[self.pk])

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, which was drawn anew when it came and may so be shown in a page."""
        return self.width is not None

    @property
    def words(self) -> str:
        """What stands for the picture where it is not seen."""
        return self.description or self.name

    @property
    def ending(self) -> str:
        """The kind of file in the letters that people know, such as PDF."""
        return PurePosixPath(self.name).suffix[1:].upper()
