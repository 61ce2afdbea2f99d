"""What a workgroup's lead told its people of a week."""

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from members.models.person import Reader
from projects.models.workgroup import Workgroup


class HighlightsQuerySet(models.QuerySet["Highlights"]):
    def visible_to(self, reader: Reader) -> "HighlightsQuerySet":
        """Every member reads the highlights of every workgroup."""
        return self if reader.is_authenticated and reader.is_member else self.none()


class Highlights(models.Model):
    """The highlights of one week, as they were sent. Kept for good, one for a workgroup and a week.

    `week` is the Monday of the week, in the portal's time zone.
    """

    workgroup = models.ForeignKey(Workgroup, models.PROTECT, related_name="highlights", verbose_name=_("workgroup"))
    week = models.DateField(_("week of"))
    text = models.TextField(_("text"), max_length=10000)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    sent_at = models.DateTimeField(_("sent"), default=clock.now)

    objects = HighlightsQuerySet.as_manager()

    class Meta:
        verbose_name = _("highlights of a week")
        verbose_name_plural = _("highlights of the weeks")
        ordering = ["-week", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["workgroup", "week"], name="highlights_once_a_week"),
            models.CheckConstraint(condition=models.Q(week__iso_week_day=1), name="highlights_week_is_a_monday"),
        ]

    def __str__(self) -> str:
        day = date_format(self.week, "M j, Y")
        return _("%(workgroup)s, week of %(day)s") % {"workgroup": self.workgroup, "day": day}

    def get_absolute_url(self) -> str:
        return reverse("projects:highlights", args=[self.pk])
