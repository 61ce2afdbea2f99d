"""A token by which a member's own system speaks for a person in an organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.organization import Organization
from members.models.person import Person, Reader, Role


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> "ApiTokenQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now())

    def visible_to(self, reader: Reader) -> "ApiTokenQuerySet":
        """One's own, and those that speak for an organization one represents."""
        if not reader.is_authenticated:
            return self.none()
        represented = [m.organization_id for m in reader.active_memberships if m.role == Role.REPRESENTATIVE]
        return self.filter(models.Q(person=reader) | models.Q(organization__in=represented))

    def with_standing(self) -> "ApiTokenQuerySet":
        """With person, organization and, as `membership`, what joins the two now: all in one query."""
        theirs = models.Q(
            person__memberships__organization=models.F("organization"), person__memberships__ended_at__isnull=True
        )
        joined = self.annotate(membership=models.FilteredRelation("person__memberships", condition=theirs))
        return joined.select_related("person", "organization", "membership")  # type: ignore[misc]  # annotated above


class ApiToken(models.Model):
    """Only the SHA-256 of the token is kept; the token itself is shown once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="api_tokens", verbose_name=_("organization")
    )
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(_("may post and change"), default=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        """Neither revoked nor expired. Whether its person still belongs to the organization is another question."""
        return self.revoked_at is None and self.expires_at > clock.now()
