"""Whom one reaches at an organization, and how."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.organization import Organization


class Contact(models.Model):
    """A person, or a desk that somebody sits at. They need no account; every member may read it."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="contacts", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email="") | ~models.Q(phone=""),
                name="contact_can_be_reached",
                violation_error_message=_("Give an e-mail address or a phone number."),
            ),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(function=""), name="contact_says_who"),
            models.UniqueConstraint(
                "organization",
                Lower("name"),
                Lower("email"),
                "phone",
                name="contact_unique",
                violation_error_message=_("This contact is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
