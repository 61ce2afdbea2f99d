"""The dated steps of a plan."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Discussion, Organization
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
    starts_on = models.DateField(
        _("start"),
        null=True,
        blank=True,
        help_text=_(
            "When the work on it can begin, if it takes more than a day. Then a delay before it shows in time."
        ),
    )
    due_on = models.DateField(_("due"))
    first_due_on = models.DateField(_("first planned for"), editable=False)  # kept by a trigger
    reached_on = models.DateField(_("reached on"), null=True, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=MilestoneStatus, default=MilestoneStatus.PLANNED)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    discussion = models.OneToOneField(
        Discussion,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("discussion"),
    )
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], name="milestone_due"),
            models.Index(fields=["project", "due_on"], name="milestone_of_project"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="milestone_title_trigram"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="milestone_progress"),
            models.CheckConstraint(
                condition=~models.Q(status="reached") | models.Q(progress=100), name="milestone_reached_is_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=models.F("due_on")),
                name="milestone_starts_before_it_is_due",
                violation_error_message=_("It cannot start after the day it is due."),
            ),
            models.CheckConstraint(
                condition=models.Q(reached_on__isnull=True) | models.Q(status="reached"),
                name="milestone_reached_on_a_day",
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
    def told(self) -> str:
        """Its title with that of its project, as rows of activity and notices tell of it."""
        return gettext("%(milestone)s (%(project)s)") % {"milestone": self.title, "project": self.project.title}

    @property
    def will_come(self) -> bool:
        """Whether others may wait for it: not once it is dropped, nor unfinished in a project that is not open."""
        return self.status == MilestoneStatus.REACHED or (self.is_unfinished and self.project.is_open)

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def slipped_by(self) -> int:
        """Days between the day first planned and the day planned now; 0 where it was moved forward or not at all."""
        return max(0, (self.due_on - self.first_due_on).days)

    def is_late(self, today: date) -> bool:
        """Due before `today` and neither reached nor dropped."""
        return self.due_on < today and self.is_unfinished


class DependencyQuerySet(models.QuerySet["Dependency"]):
    def visible_to(self, reader: Reader) -> "DependencyQuerySet":
        """They are part of the plans, and seen like them."""
        return self if reader.is_authenticated and reader.is_member else self.none()


class Dependency(models.Model):
    """That a milestone waits for another, of the same project or of any other: it cannot be reached before it."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="dependencies", verbose_name=_("milestone"))
    waits_for = models.ForeignKey(Milestone, models.CASCADE, related_name="dependants", verbose_name=_("waits for"))
    added_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["waits_for__due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "waits_for"],
                name="dependency_unique",
                violation_error_message=_("It waits for that milestone already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(milestone=models.F("waits_for")),
                name="dependency_on_another",
                violation_error_message=_("A milestone cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} ← {self.waits_for}"

    @property
    def subject(self) -> str:
        """The word under which notices speak of it."""
        return f"dependency:{self.pk}"


class HeldUp(models.Model):
    """That those who answer for a milestone were told what holds it up, as both were planned then: once."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="+", verbose_name=_("milestone"))
    cause = models.ForeignKey(Milestone, models.CASCADE, related_name="+", verbose_name=_("held up by"))
    due_on = models.DateField(_("due"))
    cause_due_on = models.DateField(_("cause due"))
    told_at = models.DateTimeField(_("told"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("held up")
        verbose_name_plural = _("held up")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "cause", "due_on", "cause_due_on"], name="held_up_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.milestone} ← {self.cause}"
