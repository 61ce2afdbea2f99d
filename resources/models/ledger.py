"""The ledger: where every unit of a match is, from the hold to the delivery and the way back; only added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from resources.models.exchange import Offer, Request
from resources.models.match import Match


class Stage(models.TextChoices):
    """Where units are. `OPEN` is outside of every match: the offer has them left, the request still lacks them."""

    OPEN = "open", _("Open")
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    IN_TRANSIT = "in_transit", _("In transit")
    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Returned")


# From where units may go to where. What was received by mistake, or too little, is put right by way of `OPEN`.
WAYS = {
    Stage.OPEN: (Stage.PROPOSED, Stage.DELIVERED),
    Stage.PROPOSED: (Stage.AGREED, Stage.OPEN),
    Stage.AGREED: (Stage.IN_TRANSIT, Stage.DELIVERED, Stage.OPEN),
    Stage.IN_TRANSIT: (Stage.DELIVERED, Stage.OPEN),
    Stage.DELIVERED: (Stage.RETURNED, Stage.OPEN),
}


class Movement(models.Model):
    """One line of the append-only ledger: so many units of a match went from one stage to another.

    A trigger moves `Offer.committed` and `Request.covered`, whose constraints refuse any excess, by what leaves and
    what comes back: units that are returned are free again on the offer, and stay counted on the request, which had
    them. It refuses a line that takes more than the match has at that stage, and any change to a line; so
    over-commitment is impossible whoever writes.
    """

    match = models.ForeignKey(Match, models.PROTECT, related_name="movements", verbose_name=_("match"))
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="movements", verbose_name=_("offer"))
    request = models.ForeignKey(Request, models.PROTECT, related_name="movements", verbose_name=_("request"))
    came_from = models.CharField(_("from"), max_length=10, choices=Stage)
    went_to = models.CharField(_("to"), max_length=10, choices=Stage)
    units = models.BigIntegerField(_("units"))
    request_key = models.CharField(_("key of the act"), max_length=120, unique=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    recorded_at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(units__gt=0), name="movement_of_some_units"),
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(came_from=start.value, went_to__in=[end.value for end in ends])
                        for start, ends in WAYS.items()
                    ),
                    _connector=models.Q.OR,
                ),
                name="movement_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units:,}, {self.get_came_from_display()} → {self.get_went_to_display()}"
