"""Files of offers and requests on their way in: the batch, its rows with their cells, and what is remembered."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.states import Transitions
from members.models import Organization, Person
from members.models.person import Reader
from resources.models.exchange import Offer, Request

KEPT_DAYS = 30  # since somebody last did something with a batch; then it is cleared, and what it posted stays


class Side(models.TextChoices):
    OFFERS = "offers", _("Offers")
    REQUESTS = "requests", _("Requests")


class BatchState(models.TextChoices):
    COLUMNS = "columns", _("Columns to be chosen")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked")
    IMPORTING = "importing", _("Being imported")
    TAKING_BACK = "taking_back", _("Being taken back")


BATCH_TRANSITIONS: Transitions = {
    BatchState.COLUMNS: {BatchState.CHECKING},
    BatchState.CHECKING: {BatchState.READY},
    BatchState.READY: {BatchState.CHECKING, BatchState.IMPORTING, BatchState.TAKING_BACK},
    BatchState.IMPORTING: {BatchState.READY},
    BatchState.TAKING_BACK: {BatchState.READY},
}
WORKING = (BatchState.CHECKING, BatchState.IMPORTING, BatchState.TAKING_BACK)  # a worker has something to do


class RowState(models.TextChoices):
    WAITING = "waiting", _("Not checked yet")
    GOOD = "good", _("In order")
    BAD = "bad", _("With errors")
    KNOWN = "known", _("Known already")
    IMPORTED = "imported", _("Imported")
    TAKEN_BACK = "taken_back", _("Taken back")


POSTED = (RowState.IMPORTED, RowState.TAKEN_BACK)  # such a row names what was posted of it


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, reader: Reader) -> "ImportBatchQuerySet":
        """Those of the organizations that the reader may write for; nobody else sees a batch."""
        if not reader.is_authenticated:
            return self.none()
        writes = [each.organization_id for each in reader.active_memberships if each.can_write]
        return self.filter(organization__in=writes)

    def working(self) -> "ImportBatchQuerySet":
        """Those for which a worker has something to do, the one that waits longest first."""
        return self.filter(state__in=WORKING).order_by("touched_at", "pk")

    def untouched(self, now: datetime) -> "ImportBatchQuerySet":
        """Those that nobody has touched for so long that they are cleared."""
        return self.filter(touched_at__lt=now - timedelta(days=KEPT_DAYS))


class ImportBatch(models.Model):
    """One file of offers or requests of an organization.

    `columns` are the headings, in order. `mapping` holds what was chosen: `columns` ({field: [heading, …]}), `values`
    ({field: text}), `types` ({word: {slug, factor}}), `days` (how days are written) and `base`, a ready-made mapping.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="import_batches", verbose_name=_("organization")
    )
    side = models.CharField(_("what"), max_length=8, choices=Side)
    file_name = models.CharField(_("file"), max_length=200)
    note = models.TextField(_("how it was read"), blank=True)
    columns = models.JSONField(_("columns"), default=list)
    mapping = models.JSONField(_("mapping"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.COLUMNS)
    stopped = models.TextField(_("why it stopped"), blank=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    touched_at = models.DateTimeField(_("last touched"), default=clock.now)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["touched_at"], name="import_working", condition=models.Q(state__in=WORKING)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=BatchState.values), name="import_state"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="import_side"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("resources:import", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def cleared_on(self) -> datetime:
        """When it is cleared, unless somebody goes on with it."""
        return self.touched_at + timedelta(days=KEPT_DAYS)

    @property
    def posting_field(self) -> str:
        """The field of a row that names what was posted of it."""
        return "offer" if self.side == Side.OFFERS else "request"


class ImportRow(models.Model):
    """One row of the file: its cells as they stand now, and what is wrong with them or became of them.

    `faults` are [heading, cell, reason, what was probably meant]; the heading is empty for what is wrong with the whole
    row. `misfit` says that the row had more or fewer cells than there are headings, until somebody has looked at it.
    `speaks_of_money`: the guard refused it, and the `explanation` would let it stay.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("line"))
    cells: Any = models.JSONField(_("cells"), default=list)
    misfit = models.TextField(_("what does not fit"), blank=True)
    faults: Any = models.JSONField(_("errors"), default=list)
    speaks_of_money = models.BooleanField(_("speaks of money"), default=False)
    explanation = models.TextField(_("why words of money stay"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RowState, default=RowState.WAITING)
    key = models.CharField(_("key"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("offer"))
    request = models.ForeignKey(
        Request, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("request")
    )
    kept = models.TextField(_("why it was not taken back"), blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="import_row_state"),
            models.Index(fields=["batch", "key"], name="import_row_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_line"),
            models.CheckConstraint(condition=models.Q(state__in=RowState.values), name="import_row_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=POSTED) | models.Q(offer__isnull=True, request__isnull=True),
                name="import_row_posted_only_if_imported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"

    @property
    def posting(self) -> Offer | Request | None:
        """What was posted of the row."""
        return self.offer or self.request


class ImportMemory(models.Model):
    """What an organization chose before: which heading is which field, and what its words for goods mean."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", verbose_name=_("organization"))
    side = models.CharField(_("what"), max_length=8, choices=Side)
    headings = models.JSONField(_("headings"), default=dict)
    values = models.JSONField(_("the same in every row"), default=dict)
    types = models.JSONField(_("words for goods"), default=dict)
    days = models.CharField(_("how days are written"), max_length=3, blank=True)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(fields=["organization", "side"], name="import_memory_once")]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.side}"
