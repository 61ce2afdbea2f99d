"""A plan as it was: one row for each time that it was posted or edited, kept for good."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock, geography
from members.models import Organization, Person
from members.models.person import Reader
from projects.models.project import Project
from projects.models.theme import Theme
from projects.models.workgroup import Workgroup


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, reader: Reader) -> "PlanVersionQuerySet":
        """What a plan once said is as open as what it says."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def listed(self) -> "PlanVersionQuerySet":
        """With what a row of the list shows, and without the long texts."""
        return self.select_related("author", "organization").defer("purpose", "plan")


class PlanVersion(models.Model):
    """What a plan said after one of its edits, who wrote it, and why. The database refuses to change it.

    `number` is the `version` that the project had from then on.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="versions", verbose_name=_("project"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=2000)
    plan = models.TextField(_("plan"), max_length=40000, blank=True)
    help_wanted = models.CharField(_("needs help with"), max_length=300, blank=True)
    workgroup = models.ForeignKey(
        Workgroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("workgroup")
    )
    lead = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("lead organization"))
    themes = ArrayField(
        models.CharField(max_length=12, choices=Theme), default=list, blank=True, verbose_name=_("themes")
    )
    states = ArrayField(
        models.CharField(max_length=2, choices=geography.STATE_CHOICES),
        default=list,
        blank=True,
        verbose_name=_("states"),
    )
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("author"))
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written for"),
        help_text=_("Whom they spoke for."),
    )
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    written_at = models.DateTimeField(_("written"), default=clock.now)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="plan_version_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="plan_version_from_one"),
        ]

    def __str__(self) -> str:
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("projects:version", args=[self.project_id, self.number])

    @property
    def theme_names(self) -> list[str]:
        """The themes in words."""
        return [str(Theme(code).label) for code in self.themes if code in Theme.values]

    @property
    def places(self) -> list[str]:
        """Names of the states; empty for the whole country."""
        return geography.names_of(self.states)
