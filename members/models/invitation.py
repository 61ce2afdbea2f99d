"""How people come to an organization: invited by it, or asking it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.organization import Organization
from members.models.person import Person, Role


class InvitationStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those that can be accepted now."""
        return self.filter(status=InvitationStatus.OPEN, expires_at__gt=clock.now())

    def overdue(self) -> "InvitationQuerySet":
        """Those whose time is over and that nobody has closed yet."""
        return self.filter(status=InvitationStatus.OPEN, expires_at__lte=clock.now())


class Invitation(models.Model):
    """That an organization asked an address to join. Only the SHA-256 of the token in the letter is kept.

    `email` is in one spelling: lower case, its domain in ASCII. A token sent anew takes the place of the one before.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations", verbose_name=_("organization")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=InvitationStatus, default=InvitationStatus.OPEN, editable=False
    )
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=clock.now, editable=False)
    letters = models.PositiveSmallIntegerField(_("letters sent"), default=1, editable=False)
    expires_at = models.DateTimeField(_("open until"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("accepted by")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["organization", "-sent_at", "-id"], name="invitation_of_organization"),
            models.Index(fields=["email"], name="invitation_email"),
            models.Index(fields=["expires_at"], name="invitation_overdue", condition=models.Q(status="open")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(status="open"),
                name="invitation_one_open",
                violation_error_message=_("An invitation to this address is open already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | models.Q(status__in=["accepted", "declined", "revoked", "expired"], closed_at__isnull=False),
                name="invitation_status",
            ),
            models.CheckConstraint(
                condition=models.Q(status="accepted", accepted_by__isnull=False)
                | (~models.Q(status="accepted") & models.Q(accepted_by__isnull=True)),
                name="invitation_accepted_by",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["representative", "contributor", "reader"]), name="invitation_role"
            ),
            models.CheckConstraint(
                condition=models.Q(token_sha256__regex=r"^[0-9a-f]{64}$"),  # noqa: S106  # no password
                name="invitation_token_is_a_hash",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invitation_email_one_spelling"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("sent_at")), name="invitation_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.organization}"

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted now."""
        return self.status == InvitationStatus.OPEN and self.expires_at > clock.now()

    @property
    def subject(self) -> str:
        """The word by which notices speak of it."""
        return f"invitation:{self.pk}"


class JoinRequestStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def open(self) -> "JoinRequestQuerySet":
        return self.filter(status=JoinRequestStatus.OPEN)


class JoinRequest(models.Model):
    """That a person asked to belong to an organization, and what it answered.

    `by_domain`: they had proved an address at the organization's own web domain when they asked.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="join_requests", verbose_name=_("organization")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="join_requests", verbose_name=_("person"))
    words = models.TextField(_("words"), blank=True, max_length=1000)
    by_domain = models.BooleanField(_("address at the organization's domain"), default=False)
    status = models.CharField(
        _("status"), max_length=9, choices=JoinRequestStatus, default=JoinRequestStatus.OPEN, editable=False
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), blank=True, max_length=1000, editable=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["organization", "asked_at", "id"], name="joinrequest_open", condition=models.Q(status="open")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=models.Q(status="open"),
                name="joinrequest_one_open",
                violation_error_message=_("You have asked already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", decided_at__isnull=True)
                | models.Q(status__in=["accepted", "declined", "withdrawn"], decided_at__isnull=False),
                name="joinrequest_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    @property
    def subject(self) -> str:
        """The word by which notices speak of it."""
        return f"join-request:{self.pk}"
