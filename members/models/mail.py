"""Mail on its way out. The row is the queue; Celery only wakes the sender up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.person import Person

ACCOUNT = "account"  # the kind of mail that holds codes and links to get in; its words are kept only until it is sent
INVITATION = "invitation"  # holds a link that only its receiver may know: its words go the same way
SECRET = (ACCOUNT, INVITATION)


class OutgoingMailState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    DEAD = "dead", _("Given up")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self) -> "OutgoingMailQuerySet":
        """What a sender may take now: what waits, and what was interrupted once and is tried once more."""
        again = models.Q(state=OutgoingMailState.UNCERTAIN, interruptions=1)
        return self.filter(models.Q(state=OutgoingMailState.PENDING) | again, run_at__lte=clock.now())

    def abandoned(self) -> "OutgoingMailQuerySet":
        """Claimed by a sender that did not come back in time."""
        return self.filter(state=OutgoingMailState.SENDING, lease_until__lt=clock.now())


class OutgoingMail(models.Model):
    """One message, rendered and frozen when it was decided on, so that trying again sends the same bytes.

    A sender that is cut off in the middle leaves it open whether the mail server took the message. Such a message is
    `uncertain`; `interruptions` counts how often that happened, and stays.
    """

    dedup = models.CharField(_("sent once for"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="mail", verbose_name=_("person")
    )
    recipient = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=OutgoingMailState, default=OutgoingMailState.PENDING)
    run_at = models.DateTimeField(_("not before"), default=clock.now)
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    interruptions = models.PositiveSmallIntegerField(_("interruptions"), default=0)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["run_at", "id"], name="mail_due", condition=models.Q(state__in=["pending", "uncertain"])
            ),
            models.Index(fields=["lease_until"], name="mail_leased", condition=models.Q(state="sending")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "sending", "sent", "uncertain", "dead"]), name="mail_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(lease_until__isnull=False), name="mail_lease"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Digest(models.Model):
    """That a person's digest for a period was assembled: unique, so it is never assembled twice.

    `period` is in the person's own zone: `2026-11-23` for a day, `2026-W48` for a week. `activity_until` is the
    highest activity row considered; the next digest begins after it. An empty digest has a row but no mail.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests", verbose_name=_("person"))
    period = models.CharField(_("period"), max_length=10)
    activity_until = models.BigIntegerField(_("up to activity"))
    items = models.JSONField(_("items"), default=list, blank=True)
    mail = models.OneToOneField(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="digest", verbose_name=_("mail")
    )
    created_at = models.DateTimeField(_("assembled"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "period"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.period}"
