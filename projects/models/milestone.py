"""The dated steps of a plan."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Organization
from members.models.person import Reader
from projects.models.project import OPEN, Project


class MilestoneStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


UNFINISHED = (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, reader: Reader) -> "MilestoneQuerySet":
        """Milestones are part of the plan, and seen like it."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def unfinished(self) -> "MilestoneQuerySet":
        """Neither reached nor dropped."""
        return self.filter(status__in=UNFINISHED)

    def waiting(self) -> "MilestoneQuerySet":
        """Unfinished, in a project that is open."""
        return self.unfinished().filter(project__status__in=OPEN)

    def late(self, today: date) -> "MilestoneQuerySet":
        """Waiting, and due before `today`."""
        return self.waiting().filter(due_on__lt=today)


class Milestone(models.Model):
    """A dated step of a plan, with the organization that answers for it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones", verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=200)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="milestones", verbose_name=_("who answers for it")
    )
    due_on = models.DateField(_("due"))
    status = models.CharField(_("status"), max_length=10, choices=MilestoneStatus, default=MilestoneStatus.PLANNED)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="milestone_due")]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="milestone_progress"),
            models.CheckConstraint(
                condition=~models.Q(status="reached") | models.Q(progress=100), name="milestone_reached_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#milestone-{self.pk}"

    @property
    def subject(self) -> str:
        """The word under which notices speak of this milestone."""
        return f"milestone:{self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    def is_late(self, today: date) -> bool:
        """Due before `today` and neither reached nor dropped."""
        return self.due_on < today and self.is_unfinished
