"""That a person belongs to an organization, in a role, for a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.organization import Organization, OrganizationStatus
from members.models.person import Person


class Role(models.TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    CONTRIBUTOR = "contributor", _("Contributor")
    READER = "reader", _("Reader")


WRITERS = (Role.REPRESENTATIVE, Role.CONTRIBUTOR)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def of_members(self) -> "MembershipQuerySet":
        """Active, in an admitted organization."""
        return self.active().filter(organization__status=OrganizationStatus.ADMITTED)

    def writers(self) -> "MembershipQuerySet":
        return self.active().filter(role__in=WRITERS)


class Membership(models.Model):
    """One person in one organization. An ended one stays as history."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_active_unique",
                violation_error_message=_("This person belongs to the organization already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("joined_at")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    @property
    def can_write(self) -> bool:
        return self.ended_at is None and self.role in WRITERS
