"""What an offer and a request have in common: of what, how much, where, by whom, and when they last stood by it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock, geography
from coalition.shared.once import PostedOnce
from members.models import Discussion, Organization, Person
from projects.models import Project
from resources import freshness
from resources.models.catalogue import ResourceType
from resources.models.packs import counted, named

if TYPE_CHECKING:
    from decimal import Decimal

# More than any coalition moved; real records hold quantities of 2e14 by slip of the finger.
MAX_QUANTITY = 1_000_000_000

OPEN = "open"  # the word of both
ENDED = ["closed", "withdrawn"]  # of either; their rows have small indexes of their own

_quantity = {"validators": [MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)]}

Row = TypeVar("Row", bound="Posting")


class PostingQuerySet(models.QuerySet[Row]):
    def open(self) -> Self:
        return self.filter(status=OPEN)

    def ended(self) -> Self:
        return self.filter(status__in=ENDED)

    def confirmed_lately(self) -> Self:
        """Those that their owner stood by within `POSTING_STALE_DAYS`."""
        return self.filter(confirmed_at__gt=freshness.stale_before(clock.now()))

    def stale(self) -> Self:
        """Open, but not confirmed for `POSTING_STALE_DAYS`."""
        return self.open().filter(confirmed_at__lte=freshness.stale_before(clock.now()))

    def telling_stale(self) -> Self:
        """With `is_stale` as a column, for what reads no models."""
        stale = models.Q(status=OPEN, confirmed_at__lte=freshness.stale_before(clock.now()))
        return self.annotate(is_stale=models.ExpressionWrapper(stale, models.BooleanField()))

    def to_be_asked(self, moment: datetime) -> Self:
        """Open, last confirmed at `moment` or before, and not asked since."""
        return self.open().filter(asked_on__isnull=True, confirmed_at__lte=moment)

    def in_question(self, moment: datetime) -> Self:
        """Those that wait for their owner's word, and those of which nobody has been asked since `moment`."""
        return self.open().filter(models.Q(asked_on__isnull=False) | models.Q(confirmed_at__lte=moment))

    def waiting(self) -> Self:
        """Open, with an owner who was asked whether it still stands and has not answered."""
        return self.open().filter(asked_on__isnull=False)


def confirming_indexes(word: str) -> list[models.Index]:
    """Whom to ask, and what to close, found without a look at the rest."""
    unasked = models.Q(status=OPEN, asked_on__isnull=True)
    asked = models.Q(status=OPEN, asked_on__isnull=False)
    return [
        models.Index(fields=["confirmed_at", "organization"], name=f"{word}_unconfirmed", condition=unasked),
        models.Index(fields=["asked_on", "confirmed_at"], name=f"{word}_asked", condition=asked),
        models.Index(fields=["organization", "confirmed_at"], name=f"{word}_waiting", condition=asked),
    ]


def asked_while_open(word: str) -> models.CheckConstraint:
    """Nobody is asked about what has ended, whichever act ended it."""
    return models.CheckConstraint(
        condition=models.Q(status=OPEN) | models.Q(asked_on__isnull=True), name=f"{word}_asked_while_open"
    )


def packed_exactly(word: str) -> models.CheckConstraint:
    """The quantity is a whole number of the packs that it was posted in, and the code of the pack says their size."""
    alone = models.Q(pack="", pack_size=1, packs__isnull=True)
    dash_and_size = Concat(models.Value("-"), Cast("pack_size", models.CharField()))
    packed = models.Q(
        pack__endswith=dash_and_size,
        pack_size__gte=2,
        packs__isnull=False,
        quantity=models.F("packs") * models.F("pack_size"),
    )
    return models.CheckConstraint(condition=alone | packed, name=f"{word}_packed_exactly")


class Posting(PostedOnce):
    """What an offer and a request have in common: of what, how much, where, by whom."""

    if TYPE_CHECKING:
        status: str  # each has states of its own

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="%(class)ss", verbose_name=_("organization")
    )
    resource_type = models.ForeignKey(
        ResourceType, models.PROTECT, related_name="%(class)ss", verbose_name=_("resource type")
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("What exactly, for example “N95 respirator, size small”.")
    )
    description = models.TextField(_("details"), max_length=4000, blank=True)
    quantity = models.BigIntegerField(_("quantity"), **_quantity)  # type: ignore[arg-type]  # a list of validators
    pack = models.CharField(
        _("packed as"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("The code of a pack of the type, such as case-240."),
    )
    pack_size = models.PositiveIntegerField(_("units in a pack"), default=1, db_default=1, editable=False)
    packs = models.BigIntegerField(_("number of packs"), null=True, editable=False)
    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=2, choices=geography.STATE_CHOICES)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, editable=False)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, editable=False)
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="%(class)ss", verbose_name=_("project")
    )
    contact = models.CharField(_("whom to call"), max_length=200, blank=True)
    posted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("posted by"))
    posted_at = models.DateTimeField(_("posted"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), default=clock.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), default=clock.now, editable=False)
    asked_on = models.DateField(_("asked whether it still stands"), null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    discussion = models.OneToOneField(
        Discussion,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("discussion"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or self.resource_type.label

    @property
    def place(self) -> str:
        return f"{self.city}, {self.state}" if self.city else self.get_state_display()

    @property
    def in_words(self) -> str:
        """Of what and how much, for a title: “N95 respirator, 1,200 units”."""
        return f"{self}, {self.amount}"

    @property
    def amount(self) -> str:
        """How much, as it was posted: “60 cases of 240 (14,400 units)”, or “14,400 units”."""
        units = f"{self.quantity:,} {self.resource_type.units}"
        return f"{self.packing} ({units})" if self.pack else units

    @property
    def packing(self) -> str:
        """In how many packs it was posted: “60 cases of 240”; empty where it was counted in the type's own unit."""
        return counted(self.pack, size=self.pack_size, count=self.packs or 0) if self.pack else ""

    def get_pack_display(self) -> str:
        """The pack in words: “Case of 240”."""
        return named(self.pack) if self.pack else ""

    @property
    def point(self) -> "tuple[Decimal, Decimal]":
        """Latitude and longitude in degrees."""
        return self.latitude, self.longitude

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @property
    def is_stale(self) -> bool:
        """Whether it is open though its owner has not stood by it for `POSTING_STALE_DAYS`."""
        return self.is_open and self.confirmed_at <= freshness.stale_before(clock.now())

    @property
    def is_asked(self) -> bool:
        """Whether its owner has been asked if it still stands, and has not answered."""
        return self.is_open and self.asked_on is not None

    @property
    def closes_on(self) -> date | None:
        """On which day it is closed unless its owner confirms it; None where nobody has been asked."""
        return freshness.closes_on(self.confirmed_at, self.asked_on) if self.asked_on and self.is_open else None

    def stand(self) -> None:
        """Its owner has just said, by whatever act, that it stands as it is. The verb saves it."""
        self.confirmed_at, self.asked_on = clock.now(), None
