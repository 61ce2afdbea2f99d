"""An organization's application to the coalition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.states import Transitions
from members.models.organization import Organization
from members.models.person import Person


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SENT = "sent", _("With the admins")
    ADMITTED = "admitted", _("Admitted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: Transitions = {
    ApplicationStatus.DRAFT: {ApplicationStatus.SENT, ApplicationStatus.WITHDRAWN},
    ApplicationStatus.SENT: {ApplicationStatus.ADMITTED, ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN},
}


class ApplicationQuerySet(models.QuerySet["Application"]):
    def under_way(self) -> "ApplicationQuerySet":
        return self.filter(status__in=[ApplicationStatus.DRAFT, ApplicationStatus.SENT])

    def waiting(self) -> "ApplicationQuerySet":
        """At the admins' desk."""
        return self.filter(status=ApplicationStatus.SENT)


class Application(models.Model):
    """The application itself: whose, how far, and how it was decided."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="applications", verbose_name=_("organization")
    )
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="applications", verbose_name=_("applicant"))
    status = models.CharField(
        _("status"), max_length=12, choices=ApplicationStatus, default=ApplicationStatus.DRAFT, editable=False
    )
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    held_because = models.CharField(_("why an admin has to look"), max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=models.Q(status__in=["draft", "sent"]),
                name="application_one_under_way",
                violation_error_message=_("You have an application under way."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"]) | models.Q(sent_at__isnull=False),
                name="application_sent_at",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
