"""Words of money that somebody kept, and said why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.money import LONGEST_EXPLANATION
from members.models.organization import Organization
from members.models.person import Person

LONGEST_PASSAGE = 200  # characters


class KeptWording(models.Model):
    """One passage that the guard held up, and that was posted with an explanation. The database keeps it as it is.

    `about` is a word such as `offer:12`. The passage goes when the author of a comment withdraws it.
    """

    about = models.CharField(_("what it stands in"), max_length=60)
    title = models.CharField(_("its title"), max_length=300)
    url = models.CharField(_("address"), max_length=300, blank=True)
    field = models.CharField(_("field"), max_length=60)
    passage = models.CharField(_("passage"), max_length=LONGEST_PASSAGE, blank=True)
    explanation = models.CharField(_("why it stays"), max_length=LONGEST_EXPLANATION)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who"))
    kept_at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("kept words of money")
        verbose_name_plural = _("kept words of money")
        ordering = ["-kept_at", "-pk"]
        indexes = [
            models.Index(fields=["about"], name="keptwording_about"),
            models.Index(fields=["-kept_at", "-id"], name="keptwording_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(explanation=""), name="keptwording_is_explained"),
        ]

    def __str__(self) -> str:
        return self.passage or self.about

    @property
    def field_label(self) -> str:
        """The input in words."""
        return self.field.replace("_", " ")
