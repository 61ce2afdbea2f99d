"""A match: units of one offer for one request, from the proposal to the receipt, and back from a loan."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.states import Transitions
from members.models import Discussion, Organization, Person
from members.models.person import Reader
from resources.models.exchange import Offer, Request, Terms
from resources.models.posted import MAX_QUANTITY


class MatchStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    SHIPPED = "shipped", _("On the way")
    RECEIVED = "received", _("Received")
    RETURNED = "returned", _("Returned")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")
    LAPSED = "lapsed", _("Lapsed")


TRANSITIONS: Transitions = {
    MatchStatus.PROPOSED: {
        MatchStatus.AGREED,
        MatchStatus.DECLINED,
        MatchStatus.CANCELLED,
        MatchStatus.UNDONE,
        MatchStatus.LAPSED,
    },
    MatchStatus.AGREED: {MatchStatus.SHIPPED, MatchStatus.RECEIVED, MatchStatus.CANCELLED},
    MatchStatus.SHIPPED: {MatchStatus.RECEIVED, MatchStatus.CANCELLED},
    MatchStatus.RECEIVED: {MatchStatus.RETURNED, MatchStatus.CLOSED},
    MatchStatus.RETURNED: {MatchStatus.CLOSED},
}
# Those that hold units of the offer and cover units of the request.
UNDER_WAY = (MatchStatus.PROPOSED, MatchStatus.AGREED, MatchStatus.SHIPPED)
ARRIVED = (MatchStatus.RECEIVED, MatchStatus.RETURNED, MatchStatus.CLOSED)
LIVE = (*UNDER_WAY, *ARRIVED)
GIVEN_BACK = (MatchStatus.DECLINED, MatchStatus.CANCELLED, MatchStatus.UNDONE, MatchStatus.LAPSED)


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, reader: Reader) -> "MatchQuerySet":
        """Members see the matches of their own organizations; coordinators and admins see all."""
        if not reader.is_authenticated or not reader.is_member:
            return self.none()
        if reader.is_coordinator or reader.is_admin:
            return self
        own = [m.organization_id for m in reader.active_memberships if m.organization.is_inside]
        return self.filter(models.Q(offer__organization__in=own) | models.Q(request__organization__in=own))

    def live(self) -> "MatchQuerySet":
        return self.filter(status__in=LIVE)

    def waiting(self) -> "MatchQuerySet":
        """Proposed, and not yet answered."""
        return self.filter(status=MatchStatus.PROPOSED)

    def under_way(self) -> "MatchQuerySet":
        """Live, and not yet at its end."""
        return self.filter(status__in=UNDER_WAY)

    def arrived(self) -> "MatchQuerySet":
        """With a receipt on record, also where it came back since."""
        return self.filter(status__in=ARRIVED)

    def unconfirmed(self) -> "MatchQuerySet":
        """At the end but for the word of the other side."""
        gift = models.Q(status=MatchStatus.RECEIVED) & ~models.Q(offer__terms=Terms.LOAN, received_quantity__gt=0)
        return self.filter(gift | models.Q(status=MatchStatus.RETURNED))

    def disputed(self) -> "MatchQuerySet":
        """With a dispute that nobody has settled."""
        return self.filter(disputes__settled_at__isnull=True, disputes__isnull=False)

    def with_parties(self) -> "MatchQuerySet":
        """With everything that tells a match in words, in the same query."""
        return self.select_related(
            "offer__organization",
            "offer__resource_type",
            "request__organization",
            "request__resource_type",
            "proposed_by",
            "proposed_for",
        )


class Match(models.Model):
    """Units of an offer set against a request.

    `considered` keeps, as they stood, the candidates that the coordinator saw: a list of
    `{"offer": id, "organization": name, "score": 0..100, "km": whole number}` in the order shown.
    With the reason and the version of the engine they never change: a trigger refuses it. Triggers also set
    `agreed_at`, when the first side put the agreement on record, and `received_at`, when the receipt was recorded.
    """

    Status = MatchStatus

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches", verbose_name=_("offer"))
    request = models.ForeignKey(Request, models.PROTECT, related_name="matches", verbose_name=_("request"))
    quantity = models.BigIntegerField(_("quantity"), validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)])
    status = models.CharField(
        _("status"), max_length=10, choices=MatchStatus, default=MatchStatus.PROPOSED, editable=False
    )
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_for = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed for"),
        help_text=_("The party whose own proposal it is; none for a coordinator's."),
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    considered = models.JSONField(_("candidates considered"), default=list, blank=True)
    engine_version = models.CharField(
        _("version of the engine"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty for a match made before versions were kept."),
    )
    answer_by = models.DateTimeField(_("answer until"))
    deliver_by = models.DateField(_("to be delivered by"), null=True, blank=True)
    carrier = models.CharField(_("carrier"), max_length=120, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=120, blank=True)
    lots = models.CharField(_("lot numbers"), max_length=200, blank=True)
    received_quantity = models.BigIntegerField(_("quantity received"), null=True, blank=True)
    returned_quantity = models.BigIntegerField(_("quantity returned"), null=True, blank=True)
    closing_note = models.CharField(_("note"), max_length=500, blank=True)
    changed_at = models.DateTimeField(_("last change"), default=clock.now, editable=False)
    agreed_at = models.DateTimeField(_("first agreed"), null=True, blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), null=True, blank=True, editable=False)
    discussion = models.OneToOneField(
        Discussion,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("discussion"),
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], name="match_newest"),
            models.Index(fields=["received_at"], name="match_received", condition=models.Q(received_at__isnull=False)),
            models.Index(fields=["answer_by"], name="match_unanswered", condition=models.Q(status="proposed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="match_quantity"
            ),
            models.CheckConstraint(condition=models.Q(status__in=MatchStatus.values), name="match_status"),
            models.CheckConstraint(
                # NULL passes a bare comparison, so that it is asked for by name.
                condition=models.Q(
                    status__in=[status.value for status in ARRIVED],
                    received_quantity__isnull=False,
                    received_quantity__gte=0,
                    received_quantity__lte=models.F("quantity"),
                )
                | (
                    ~models.Q(status__in=[status.value for status in ARRIVED])
                    & models.Q(received_quantity__isnull=True)
                ),
                name="match_received_quantity",
            ),
            models.CheckConstraint(
                condition=models.Q(returned_quantity__isnull=True) & ~models.Q(status="returned")
                | models.Q(
                    status__in=["returned", "closed"],
                    returned_quantity__isnull=False,
                    returned_quantity__gte=0,
                    returned_quantity__lte=models.F("received_quantity"),
                ),
                name="match_returned_quantity",
            ),
            models.UniqueConstraint(
                fields=["offer", "request"],
                condition=models.Q(status="proposed"),
                name="match_one_proposal",
                violation_error_message=_("This offer has been proposed for this request already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity:,} {self.request.resource_type.units} · {self.request}"

    def get_absolute_url(self) -> str:
        return reverse("resources:match", args=[self.pk])

    @property
    def giver(self) -> Organization:
        return self.offer.organization

    @property
    def receiver(self) -> Organization:
        return self.request.organization

    @property
    def parties(self) -> tuple[Organization, Organization]:
        """Giver and receiver."""
        return self.giver, self.receiver

    @property
    def is_live(self) -> bool:
        """Whether it holds units of the offer."""
        return self.status in LIVE

    @property
    def brought(self) -> int:
        """Units that it brings the request, as the ledger has it."""
        if not self.is_live:
            return 0
        return self.quantity if self.received_quantity is None else self.received_quantity

    @property
    def held(self) -> int:
        """Units that it takes from the offer, as the ledger has it: what came back is free again."""
        return self.brought - (self.returned_quantity or 0)

    @property
    def is_lent(self) -> bool:
        """Whether units are with the receiver that have to come back."""
        return self.status == MatchStatus.RECEIVED and self.offer.terms == Terms.LOAN and bool(self.received_quantity)

    @property
    def outcome(self) -> str:
        """What came of it in a few words, from the numbers; empty while it is open."""
        if self.received_quantity is None:
            return str(self.get_status_display()) if self.is_over else ""
        if not self.received_quantity:
            return gettext("Nothing arrived")
        part = gettext("Delivered in part") if self.received_quantity < self.quantity else gettext("Delivered in full")
        if self.returned_quantity is None:
            return part
        back = (
            gettext("all came back") if self.returned_quantity == self.received_quantity else gettext("part came back")
        )
        return f"{part}, {back}"

    @property
    def accepted_by(self) -> set[int]:
        """The keys of the parties that agree with the terms as they are now: a counter-offer makes them anew."""
        parties: set[int] = set()
        for answer in self.answers.all():
            parties = {answer.organization_id} | (parties if answer.kind == "accept" else set())
        return parties

    @property
    def in_words(self) -> str:
        """What goes from whom to whom, for a title: “N95 respirator, 12 each, from Cascade to Lakeview”."""
        return _("%(what)s, %(units)s %(unit)s, from %(giver)s to %(receiver)s") % {
            "what": self.offer,
            "units": f"{self.quantity:,}",
            "unit": self.offer.resource_type.units,
            "giver": self.giver,
            "receiver": self.receiver,
        }

    @property
    def is_over(self) -> bool:
        """Whether no state follows the present one."""
        return not TRANSITIONS.get(self.status)

    def can_become(self, status: MatchStatus) -> bool:
        """Whether the state may follow the present one; by whom, the permissions say."""
        return status in TRANSITIONS.get(self.status, ())

    @property
    def topic(self) -> str:
        return f"match:{self.pk}"

    @property
    def topics(self) -> list[str]:
        """The words under which activity on this match is followed; they name both organizations."""
        parties = [party.topic for party in self.parties]
        return [self.topic, *parties, *self.request.topics, self.offer.topic]
