"""An organization's application to the coalition."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.states import Transitions
from members.models.organization import Organization
from members.models.person import Person


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SENT = "sent", _("With the admins")
    ASKED = "asked", _("Asked back")
    ADMITTED = "admitted", _("Admitted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: Transitions = {
    ApplicationStatus.DRAFT: {ApplicationStatus.SENT, ApplicationStatus.WITHDRAWN},
    ApplicationStatus.SENT: {
        ApplicationStatus.ASKED,
        ApplicationStatus.ADMITTED,
        ApplicationStatus.DECLINED,
        ApplicationStatus.WITHDRAWN,
    },
    ApplicationStatus.ASKED: {
        ApplicationStatus.SENT,
        ApplicationStatus.ADMITTED,
        ApplicationStatus.DECLINED,
        ApplicationStatus.WITHDRAWN,
    },
}

# A draft is sent, a question is answered: two ways to the desk, for two verbs.
SENDING: Transitions = {ApplicationStatus.DRAFT: TRANSITIONS[ApplicationStatus.DRAFT]}
ANSWERING: Transitions = {ApplicationStatus.ASKED: TRANSITIONS[ApplicationStatus.ASKED]}

UNDER_WAY = (ApplicationStatus.DRAFT, ApplicationStatus.SENT, ApplicationStatus.ASKED)
IN_THE_APPLICANTS_HANDS = (ApplicationStatus.DRAFT, ApplicationStatus.ASKED)
ON_THE_DESK = (ApplicationStatus.SENT, ApplicationStatus.ASKED)


def late_since() -> datetime:
    """What waits since then, or longer, is late."""
    return clock.now() - timedelta(hours=settings.APPLICATION_NUDGE_HOURS)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def under_way(self) -> "ApplicationQuerySet":
        return self.filter(status__in=UNDER_WAY)

    def waiting(self) -> "ApplicationQuerySet":
        """For the admins, at their desk."""
        return self.filter(status=ApplicationStatus.SENT)

    def late(self) -> "ApplicationQuerySet":
        """Waiting for the admins for longer than they have given themselves."""
        return self.waiting().filter(waits_since__lte=late_since())


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
    waits_since = models.DateTimeField(_("waits for the admins since"), null=True, blank=True, editable=False)
    nudged_at = models.DateTimeField(_("admins reminded"), null=True, blank=True, editable=False)
    held_because = models.CharField(_("why an admin has to look"), max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000, editable=False)
    set_apart_from = models.ManyToManyField(
        Organization, related_name="+", blank=True, editable=False, verbose_name=_("said to be another than")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=models.Q(status__in=["draft", "sent", "asked"]),
                name="application_one_under_way",
                violation_error_message=_("You have an application under way."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"]) | models.Q(sent_at__isnull=False),
                name="application_sent_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sent") | models.Q(waits_since__isnull=False), name="application_waits_since"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="application_newest"),
            models.Index(fields=["status", "-created_at", "-id"], name="application_listing"),
            models.Index(fields=["waits_since", "id"], name="application_queue", condition=models.Q(status="sent")),
            models.Index(fields=["-decided_at", "-id"], name="application_decided"),
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def is_late(self) -> bool:
        """Whether the admins have let it wait for longer than they have given themselves."""
        waits = self.waits_since if self.status == ApplicationStatus.SENT else None
        return waits is not None and waits <= late_since()

    def messages_to(self, side: str) -> str:
        """The word by which notices speak of what one side has to read or to answer."""
        return f"application:{self.pk}:{side}"


class Side(models.TextChoices):
    APPLICANT = "applicant", _("Applicant")
    ADMINS = "admins", _("Admins")


class ApplicationMessage(models.Model):
    """What applicant and admins say to each other on an application. The database keeps it as it was written.

    `letter_at` is when the other side is mailed because of it; None where a letter that is sent anyway tells of it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="messages", verbose_name=_("application"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    side = models.CharField(_("for"), max_length=9, choices=Side)
    is_question = models.BooleanField(_("asks back"), default=False)
    text = models.TextField(_("text"), max_length=4000)
    written_at = models.DateTimeField(_("when"), default=clock.now, editable=False)
    letter_at = models.DateTimeField(_("mailed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message on an application")
        verbose_name_plural = _("messages on applications")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["application", "-written_at", "-id"], name="message_thread")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=models.Q(is_question=False) | models.Q(side="admins"), name="message_admins_ask"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def by_admins(self) -> bool:
        """Whether it was said for the coalition."""
        return self.side == Side.ADMINS
