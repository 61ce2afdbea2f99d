"""Offers and requests: what an organization has, and what another lacks. No price field anywhere."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.full_text import Words
from coalition.shared.states import Transitions
from members.models.person import Reader
from resources.models.posted import (
    ENDED,
    MAX_QUANTITY,
    Posting,
    PostingQuerySet,
    asked_while_open,
    confirming_indexes,
    packed_exactly,
)


class Severity(models.TextChoices):
    CRITICAL = "critical", _("Critical")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Terms(models.TextChoices):
    GIFT = "gift", _("Gift")
    LOAN = "loan", _("Loan")
    SERVICE = "service", _("Service")
    DATA = "data", _("Data")


class OfferStatus(models.TextChoices):
    OPEN = "open", _("Open")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


class RequestStatus(models.TextChoices):
    OPEN = "open", _("Open")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


OFFER_TRANSITIONS: Transitions = {
    OfferStatus.OPEN: {OfferStatus.WITHDRAWN, OfferStatus.CLOSED},
    OfferStatus.WITHDRAWN: {OfferStatus.OPEN},
    OfferStatus.CLOSED: {OfferStatus.OPEN},
}
REQUEST_TRANSITIONS: Transitions = {
    RequestStatus.OPEN: {RequestStatus.WITHDRAWN, RequestStatus.CLOSED},
    RequestStatus.WITHDRAWN: {RequestStatus.OPEN},
    RequestStatus.CLOSED: {RequestStatus.OPEN},
}


class OfferQuerySet(PostingQuerySet["Offer"]):
    def visible_to(self, reader: Reader) -> "OfferQuerySet":
        """Every member sees every offer; nobody else sees any."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def locked(self, pk: int) -> "Offer":
        """The offer as it stands now, locked to the end of the transaction."""
        rows = self.select_for_update(no_key=True, of=("self",))
        return rows.select_related("organization", "resource_type", "project").get(pk=pk)

    def with_units_left(self) -> "OfferQuerySet":
        return self.open().filter(committed__lt=models.F("quantity"))

    def wholly_committed(self) -> "OfferQuerySet":
        """Open, with every unit held by a match."""
        return self.open().filter(committed__gte=models.F("quantity"))


class Offer(Posting):
    """What an organization brings, for nothing. `committed` counts the units held by live matches."""

    Status = OfferStatus

    terms = models.CharField(_("terms"), max_length=8, choices=Terms, default=Terms.GIFT)
    least_lot = models.BigIntegerField(
        _("least quantity to give"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)]
    )
    available_from = models.DateField(_("available from"))
    available_until = models.DateField(_("available until"), null=True, blank=True)
    expires_on = models.DateField(_("goods expire"), null=True, blank=True)
    return_on = models.DateField(_("to be returned by"), null=True, blank=True)
    conditions = models.CharField(_("what the receiver must mind"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=OfferStatus, default=OfferStatus.OPEN, editable=False)
    committed = models.BigIntegerField(_("committed"), default=0, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["-posted_at", "-id"], name="offer_newest", condition=models.Q(status="open")),
            models.Index(fields=["-posted_at", "-id"], name="offer_posted"),
            models.Index(
                fields=["resource_type", "organization"], name="offer_whose", condition=models.Q(status="open")
            ),
            models.Index(fields=["resource_type", "-posted_at", "-id"], name="offer_type_newest"),
            models.Index(
                fields=["resource_type", "latitude", "longitude"],
                name="offer_with_units_left",
                condition=models.Q(status="open", committed__lt=models.F("quantity")),
            ),
            models.Index(fields=["state", "-posted_at", "-id"], name="offer_state_newest"),
            models.Index(
                fields=["-posted_at", "-id"],
                name="offer_wholly_committed",
                condition=models.Q(status="open", committed__gte=models.F("quantity")),
            ),
            models.Index(fields=["-posted_at", "-id"], name="offer_ended", condition=models.Q(status__in=ENDED)),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="offer_title_trigram"),
            GinIndex(Words(), name="offer_words"),
            *confirming_indexes("offer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="offer_quantity"
            ),
            models.CheckConstraint(
                condition=models.Q(committed__gte=0, committed__lte=models.F("quantity")),
                name="offer_never_over_committed",
            ),
            models.CheckConstraint(
                condition=models.Q(least_lot__gte=1, least_lot__lte=models.F("quantity")),
                name="offer_least_lot",
                violation_error_message=_("The least quantity to give cannot be above the quantity."),
            ),
            models.CheckConstraint(
                condition=models.Q(available_until__isnull=True)
                | models.Q(available_until__gte=models.F("available_from")),
                name="offer_window",
                violation_error_message=_("“Available until” cannot be before “available from”."),
            ),
            models.CheckConstraint(
                condition=models.Q(terms="loan") | models.Q(return_on__isnull=True),
                name="offer_only_loans_return",
                violation_error_message=_("Only a loan has a date of return."),
            ),
            models.CheckConstraint(condition=models.Q(status__in=OfferStatus.values), name="offer_status"),
            models.UniqueConstraint(fields=["organization", "source_key"], name="offer_source_key"),
            asked_while_open("offer"),
            packed_exactly("offer"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("resources:offer", args=[self.pk])

    @property
    def starts_later(self) -> bool:
        return self.available_from > clock.today()

    @property
    def left(self) -> int:
        """Units that no live match holds."""
        return self.quantity - self.committed

    @property
    def topic(self) -> str:
        return f"offer:{self.pk}"

    @property
    def topics(self) -> list[str]:
        """The words under which activity on this offer is followed."""
        return [self.topic, self.resource_type.topic, f"state:{self.state}"]


class RequestQuerySet(PostingQuerySet["Request"]):
    def visible_to(self, reader: Reader) -> "RequestQuerySet":
        """Every member sees every request; nobody else sees any."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def locked(self, pk: int) -> "Request":
        """The request as it stands now, locked to the end of the transaction."""
        rows = self.select_for_update(no_key=True, of=("self",))
        return rows.select_related("organization", "resource_type", "project").get(pk=pk)

    def uncovered(self) -> "RequestQuerySet":
        """Open, with units still missing."""
        return self.open().filter(covered__lt=models.F("quantity"))

    def of_members(self) -> "RequestQuerySet":
        """Of organizations that can act now: neither inactive nor suspended nor gone."""
        return self.filter(organization__status="admitted")

    def wholly_covered(self) -> "RequestQuerySet":
        """Open, with every unit brought by a match."""
        return self.open().filter(covered__gte=models.F("quantity"))

    def most_urgent_first(self) -> "RequestQuerySet":
        """By severity, then by when it is needed, then by age."""
        return self.order_by("severity_rank", "needed_by", "posted_at", "pk")


class Request(Posting):
    """What an organization lacks. `covered` counts the units that live matches bring it."""

    Status = RequestStatus

    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    severity_rank = models.GeneratedField(
        expression=models.Case(
            *(models.When(severity=value, then=rank) for rank, value in enumerate(Severity.values)),
            default=len(Severity.values),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    needed_by = models.DateField(_("needed by"))
    status = models.CharField(
        _("status"), max_length=10, choices=RequestStatus, default=RequestStatus.OPEN, editable=False
    )
    covered = models.BigIntegerField(_("covered"), default=0, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["-posted_at", "-id"], name="request_newest", condition=models.Q(status="open")),
            models.Index(fields=["-posted_at", "-id"], name="request_posted"),
            models.Index(fields=["edited_at"], name="request_edited", condition=models.Q(status="open")),
            models.Index(
                fields=["resource_type", "organization"], name="request_whose", condition=models.Q(status="open")
            ),
            models.Index(fields=["resource_type", "-posted_at", "-id"], name="request_type_newest"),
            models.Index(
                fields=["severity_rank", "needed_by", "posted_at", "id"],
                name="request_queue",
                condition=models.Q(status="open", covered__lt=models.F("quantity")),
            ),
            models.Index(fields=["state", "-posted_at", "-id"], name="request_state_newest"),
            models.Index(
                fields=["-posted_at", "-id"],
                name="request_wholly_covered",
                condition=models.Q(status="open", covered__gte=models.F("quantity")),
            ),
            models.Index(fields=["-posted_at", "-id"], name="request_ended", condition=models.Q(status__in=ENDED)),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="request_title_trigram"),
            GinIndex(Words(), name="request_words"),
            *confirming_indexes("request"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="request_quantity"
            ),
            models.CheckConstraint(
                condition=models.Q(covered__gte=0, covered__lte=models.F("quantity")),
                name="request_never_over_covered",
            ),
            models.CheckConstraint(condition=models.Q(severity__in=Severity.values), name="request_severity"),
            models.CheckConstraint(condition=models.Q(status__in=RequestStatus.values), name="request_status"),
            models.UniqueConstraint(fields=["organization", "source_key"], name="request_source_key"),
            asked_while_open("request"),
            packed_exactly("request"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("resources:request", args=[self.pk])

    @property
    def still_open(self) -> int:
        """Units that nobody brings yet."""
        return self.quantity - self.covered

    @property
    def topic(self) -> str:
        return f"request:{self.pk}"

    @property
    def topics(self) -> list[str]:
        """The words under which activity on this request is followed."""
        return [self.topic, self.resource_type.topic, f"state:{self.state}", f"severity:{self.severity}"]
