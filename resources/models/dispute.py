"""A dispute: one side says that the record is wrong, and a coordinator who had no part in the match settles it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Organization, Person
from resources.models.match import Match


class DisputeOutcome(models.TextChoices):
    STANDS = "stands", _("The record stands")
    CALLED_OFF = "called_off", _("The match is called off")
    AMENDED = "amended", _("The number received is put right")


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> "DisputeQuerySet":
        return self.filter(settled_at__isnull=True)


class Dispute(models.Model):
    """What one side says is not right, and how it was settled: by nobody who made the match."""

    Outcome = DisputeOutcome

    match = models.ForeignKey(Match, models.PROTECT, related_name="disputes", verbose_name=_("match"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("raised for"))
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    raised_at = models.DateTimeField(_("raised"), default=clock.now, editable=False)
    text = models.CharField(_("what is not right"), max_length=1000)
    # Kept here as well, so that the database itself can refuse that the same person settles it.
    matched_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("proposed by")
    )
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=DisputeOutcome, blank=True)
    resolution = models.CharField(_("in words"), max_length=1000, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["raised_at", "pk"]
        indexes = [
            models.Index(fields=["raised_at"], name="dispute_open", condition=models.Q(settled_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["match"],
                condition=models.Q(settled_at__isnull=True),
                name="dispute_one_open",
                violation_error_message=_("There is a dispute about this match already."),
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True, outcome="", resolution="")
                | models.Q(settled_at__isnull=False, settled_by__isnull=False, outcome__in=DisputeOutcome.values)
                & ~models.Q(resolution=""),
                name="dispute_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by__isnull=True) | ~models.Q(settled_by=models.F("matched_by")),
                name="dispute_settled_by_another",
                violation_error_message=_("Who made the match does not settle what is said against it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.text}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
