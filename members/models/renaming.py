"""The names an organization had, and the change of name that it asks for."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.states import Transitions
from members.models.organization import Organization
from members.models.person import Person


class FormerName(models.Model):
    """A name and address that an organization had until a moment. Kept as it was written, for good."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="former_names", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address in the portal"), max_length=80)
    until = models.DateTimeField(_("until"), default=clock.now)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    reason = models.TextField(_("reason"), max_length=2000)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-until", "-pk"]
        indexes = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="former_name_trigram")]

    def __str__(self) -> str:
        return self.name


class RenamingStatus(models.TextChoices):
    WAITING = "waiting", _("With the admins")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: Transitions = {
    RenamingStatus.WAITING: {RenamingStatus.DONE, RenamingStatus.DECLINED, RenamingStatus.WITHDRAWN},
}


class RenamingQuerySet(models.QuerySet["Renaming"]):
    def waiting(self) -> "RenamingQuerySet":
        return self.filter(status=RenamingStatus.WAITING)


class Renaming(models.Model):
    """A new name that is like another member's, so that an admin has to look at it before it is taken."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="renamings", verbose_name=_("organization")
    )
    name = models.CharField(_("new name"), max_length=200)
    reason = models.TextField(_("reason"), max_length=2000)
    held_because = models.CharField(_("why an admin has to look"), max_length=300)
    status = models.CharField(
        _("status"), max_length=10, choices=RenamingStatus, default=RenamingStatus.WAITING, editable=False
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer"), max_length=2000, blank=True, editable=False)

    objects = RenamingQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of name")
        verbose_name_plural = _("changes of name")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(status="waiting"),
                name="renaming_one_waiting",
                violation_error_message=_("A change of name is with the admins already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="waiting", decided_at__isnull=True)
                | (~models.Q(status="waiting") & models.Q(decided_at__isnull=False)),
                name="renaming_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} → {self.name}"

    @property
    def subject(self) -> str:
        """The word under which notices speak of it."""
        return f"renaming:{self.pk}"
