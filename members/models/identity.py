"""The identity provider by which the people of an organization sign in."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock


class IdentityProvider(models.Model):
    """An organization's own sign-in. It may speak for addresses at its domains, and for no other."""

    organization = models.OneToOneField(
        "members.Organization", models.CASCADE, related_name="identity_provider", verbose_name=_("organization")
    )
    app = models.OneToOneField(
        "socialaccount.SocialApp", models.CASCADE, related_name="identity_provider", verbose_name=_("registration")
    )
    created_at = models.DateTimeField(_("set up"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("identity provider")
        verbose_name_plural = _("identity providers")
        ordering = ["organization__name", "pk"]

    def __str__(self) -> str:
        return str(self.organization)


class IdentityDomain(models.Model):
    """A domain that was verified to be the organization's. At most one provider speaks for it."""

    provider = models.ForeignKey(
        IdentityProvider, models.CASCADE, related_name="domains", verbose_name=_("identity provider")
    )
    domain = models.CharField(_("domain"), max_length=253)

    class Meta:
        verbose_name = _("domain of an identity provider")
        verbose_name_plural = _("domains of identity providers")
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(fields=["domain"], name="identity_domain_unique"),
            models.CheckConstraint(
                condition=models.Q(domain=Lower("domain")) & ~models.Q(domain=""), name="identity_domain_lower"
            ),
        ]

    def __str__(self) -> str:
        return self.domain
