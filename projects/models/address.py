"""Private addresses at which calendar programs and feed readers read in the name of one person."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from members.models.person import Reader
from projects.models.project import Project
from projects.models.workgroup import Workgroup


class AddressKind(models.TextChoices):
    CALENDAR = "calendar", _("Calendar of milestones")
    FEED = "feed", _("Feed of what happens")


def new_nonce() -> str:
    """Half of what an address is made of; the other half is the portal's own secret."""
    return secrets.token_urlsafe(24)


class PrivateAddressQuerySet(models.QuerySet["PrivateAddress"]):
    def live(self) -> "PrivateAddressQuerySet":
        return self.filter(revoked_at__isnull=True)

    def visible_to(self, reader: Reader) -> "PrivateAddressQuerySet":
        """One's own, and nobody else's."""
        return self.filter(person=reader) if reader.is_authenticated else self.none()


class PrivateAddress(models.Model):
    """What one address tells: of one project, of one workgroup, or of all that concerns its person.

    The address itself is kept nowhere: it is signed over the number and the nonce, and can so be shown again.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="private_addresses", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=8, choices=AddressKind)
    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    workgroup = models.ForeignKey(
        Workgroup, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("workgroup")
    )
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    last_read_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(_("content changed"), default=clock.now, editable=False)

    objects = PrivateAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("private address")
        verbose_name_plural = _("private addresses")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=True) | models.Q(workgroup__isnull=True),
                name="address_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "project", "workgroup"],
                condition=models.Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="address_live_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    @property
    def about(self) -> str:
        """What it tells of, in words."""
        return str(self.project or self.workgroup or _("Our projects and those I follow"))
