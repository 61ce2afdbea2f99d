"""The coordinators' work on a case, which is a request: who is on it, and what they tell each other about it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from members.models.person import Reader
from members.permissions import can_administer, can_coordinate
from resources.models.exchange import Offer, Request

LONGEST_NOTE = 500  # characters


class ClaimEnding(models.TextChoices):
    RELEASED = "released", _("Given back")
    HANDED_OVER = "handed_over", _("Handed over")
    TAKEN_OVER = "taken_over", _("Taken over")
    FLAGGED = "flagged", _("Left to a second coordinator")
    ANSWERED = "answered", _("A second coordinator looked at it")
    LAPSED = "lapsed", _("Lapsed")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, reader: Reader) -> "ClaimQuerySet":
        """Coordinators and admins; the parties read nothing of it."""
        return self if can_coordinate(reader) or can_administer(reader) else self.none()

    def standing(self) -> "ClaimQuerySet":
        """Those that hold now: neither ended, nor past their time though nobody has ended them yet."""
        in_time = models.Q(lapses_at__isnull=True) | models.Q(lapses_at__gt=clock.now())
        return self.filter(in_time, ended_at__isnull=True)

    def held(self) -> "ClaimQuerySet":
        return self.standing().filter(holder__isnull=False)

    def waiting_for_another(self) -> "ClaimQuerySet":
        """Handed to nobody: they need a coordinator whom no party employs."""
        return self.standing().filter(holder__isnull=True)

    def overdue(self) -> "ClaimQuerySet":
        """Not ended though their time is over."""
        return self.filter(ended_at__isnull=True, lapses_at__lte=clock.now())


class Claim(models.Model):
    """That a coordinator is on a case, until when; without a holder, that it needs a second coordinator.

    It holds nobody up: who proposes meanwhile is told who is on it, and no more.
    """

    Ending = ClaimEnding

    request = models.ForeignKey(Request, models.PROTECT, related_name="claims", verbose_name=_("request"))
    holder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who is on it")
    )
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("begun by"))
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offer suggested")
    )
    claimed_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    lapses_at = models.DateTimeField(_("lapses"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=12, choices=ClaimEnding, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["claimed_at", "pk"]
        indexes = [
            models.Index(fields=["holder", "request"], name="claim_held", condition=models.Q(ended_at__isnull=True)),
            models.Index(fields=["lapses_at"], name="claim_lapses", condition=models.Q(ended_at__isnull=True)),
            models.Index(fields=["claimed_at"], name="claim_begun"),
            models.Index(fields=["ended_at"], name="claim_ended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(ended_at__isnull=True),
                name="claim_one_open",
                violation_error_message=_("Somebody is on this case already."),
            ),
            models.CheckConstraint(
                condition=models.Q(holder__isnull=False, lapses_at__isnull=False, offer__isnull=True)
                | models.Q(holder__isnull=True, lapses_at__isnull=True) & ~models.Q(note=""),
                name="claim_held_or_explained",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="")
                | models.Q(ended_at__isnull=False, ending__in=ClaimEnding.values),
                name="claim_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.holder or _('needs a second coordinator')}"

    def get_absolute_url(self) -> str:
        return case_address(self.request_id)

    @property
    def is_flag(self) -> bool:
        """Whether it is handed to nobody, so that a second coordinator looks at it."""
        return self.holder_id is None


class CaseNoteQuerySet(models.QuerySet["CaseNote"]):
    def visible_to(self, reader: Reader) -> "CaseNoteQuerySet":
        """Coordinators and admins; the parties read nothing of it."""
        return self if can_coordinate(reader) or can_administer(reader) else self.none()


class CaseNote(models.Model):
    """What a coordinator tells the others about a case. Never changed."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="case_notes", verbose_name=_("request"))
    text = models.CharField(_("note"), max_length=LONGEST_NOTE)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"), default=clock.now, editable=False)

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a case")
        verbose_name_plural = _("notes on cases")
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="case_note_says_something")]

    def __str__(self) -> str:
        return f"{self.request}: {self.text}"

    def get_absolute_url(self) -> str:
        return case_address(self.request_id)


def case_address(request_pk: int) -> str:
    """The board with this request open."""
    return f"{reverse('resources:board')}?request={request_pk}"
