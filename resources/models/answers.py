"""What the two sides of a match say of it: that they saw it, their answers, the verbal agreement, how it went."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Organization, Person
from resources.models.match import Match
from resources.models.posted import MAX_QUANTITY


class Seen(models.Model):
    """That somebody who may answer for a party has opened the match: the first of them, and when."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="seen", verbose_name=_("match"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organization"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("seen by"))
    seen_at = models.DateTimeField(_("seen"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("seen match")
        verbose_name_plural = _("seen matches")
        ordering = ["seen_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["match", "organization"], name="seen_once_a_side")]

    def __str__(self) -> str:
        return f"{self.match}, {self.organization}"


class AnswerKind(models.TextChoices):
    ACCEPT = "accept", _("Accepted")
    COUNTER = "counter", _("Counter-offer")


class Answer(models.Model):
    """One side's answer to a proposal: yes, or other terms, which the other side answers. Never changed."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="answers", verbose_name=_("match"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organization"))
    kind = models.CharField(_("answer"), max_length=8, choices=AnswerKind)
    quantity = models.BigIntegerField(_("quantity"), validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)])
    deliver_by = models.DateField(_("to be delivered by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="answer_quantity"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=AnswerKind.values), name="answer_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"


class AgreementMeans(models.TextChoices):
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video call")
    IN_PERSON = "in_person", _("In person")
    MESSAGE = "message", _("By message")


class Agreement(models.Model):
    """One side's record of the verbal agreement: who spoke with whom, when, how, on what. Never changed."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="agreements", verbose_name=_("match"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="agreements", verbose_name=_("organization")
    )
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    spoke_with = models.CharField(_("whom you spoke with"), max_length=200)
    spoken_at = models.DateTimeField(_("when you spoke"))
    means = models.CharField(_("how"), max_length=10, choices=AgreementMeans, default=AgreementMeans.PHONE)
    terms = models.TextField(_("what was agreed"), max_length=2000)
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("verbal agreement")
        verbose_name_plural = _("verbal agreements")
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "organization"],
                name="agreement_once_a_side",
                violation_error_message=_("Your organization has recorded this agreement already."),
            ),
            models.CheckConstraint(
                condition=models.Q(spoken_at__lte=models.F("recorded_at")),
                name="agreement_not_in_the_future",
                violation_error_message=_("The talk cannot be in the future."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match}, {self.organization}"


class Went(models.TextChoices):
    WELL = "well", _("Well")
    PARTLY = "partly", _("Partly")
    BADLY = "badly", _("Badly")


class Feedback(models.Model):
    """How it went for one side, in a few words that both sides and the coordinators read. Never changed."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="feedback", verbose_name=_("match"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organization"))
    went = models.CharField(_("how it went"), max_length=8, choices=Went)
    text = models.CharField(_("what others should know"), max_length=500, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "organization"],
                name="feedback_once_a_side",
                violation_error_message=_("Your organization has said already how it went."),
            ),
            models.CheckConstraint(condition=models.Q(went__in=Went.values), name="feedback_went"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_went_display()}"
