"""The charter: a versioned text with its principles, and who accepted it for whom."""

import hashlib

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.states import Transitions
from members.models.organization import Organization
from members.models.person import Person


class CharterStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


TRANSITIONS: Transitions = {
    CharterStatus.DRAFT: {CharterStatus.PUBLISHED},
    CharterStatus.PUBLISHED: {CharterStatus.SUPERSEDED},
}


class CharterVersionQuerySet(models.QuerySet["CharterVersion"]):
    def in_force(self) -> "CharterVersionQuerySet":
        return self.filter(status=CharterStatus.PUBLISHED)

    def drafts(self) -> "CharterVersionQuerySet":
        return self.filter(status=CharterStatus.DRAFT)

    def public(self) -> "CharterVersionQuerySet":
        return self.exclude(status=CharterStatus.DRAFT)


class CharterVersion(models.Model):
    """One version of the charter. A published one never changes: a trigger in the database refuses it."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    preamble = models.TextField(_("preamble"), max_length=10000)
    status = models.CharField(
        _("status"), max_length=12, choices=CharterStatus, default=CharterStatus.DRAFT, editable=False
    )
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(
        _("revision"), default=1, editable=False, help_text=_("How often the draft was saved.")
    )

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter version")
        verbose_name_plural = _("charter versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="published"), name="charter_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["status"],
                condition=models.Q(status="draft"),
                name="charter_one_draft",
                violation_error_message=_("There is a draft already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft")
                | (models.Q(published_at__isnull=False) & models.Q(text_sha256__regex=r"^[0-9a-f]{64}$")),
                name="charter_published_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("members:charter_version", args=[self.number])

    @property
    def is_draft(self) -> bool:
        return self.status == CharterStatus.DRAFT

    @property
    def text(self) -> str:
        """The exact text that is signed: title, preamble and numbered principles, in UTF-8 with plain newlines."""
        parts = [self.title, self.preamble]
        parts += [f"{p.position}. {p.title}\n{p.text}" for p in self.principles.all()]
        return "\n\n".join(parts).replace("\r\n", "\n") + "\n"

    def hash_of_text(self) -> str:
        """SHA-256 of `text` in UTF-8, as 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Principle(models.Model):
    """One principle of a charter version."""

    charter = models.ForeignKey(CharterVersion, models.CASCADE, related_name="principles", verbose_name=_("charter"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=2000)

    class Meta:
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["charter", "position"], name="principle_position_unique")]

    def __str__(self) -> str:
        return self.title


class Acceptance(models.Model):
    """That a person with authority accepted a charter version for an organization. Kept for good, never changed."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="acceptances", verbose_name=_("organization")
    )
    charter = models.ForeignKey(CharterVersion, models.PROTECT, related_name="acceptances", verbose_name=_("charter"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="acceptances", verbose_name=_("person"))
    person_name = models.CharField(_("name as signed"), max_length=120)
    authority = models.CharField(_("authority stated"), max_length=200)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), default=clock.now, editable=False)
    receipt = models.CharField(_("receipt"), max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        ordering = ["-accepted_at", "-pk"]
        indexes = [
            models.Index(fields=["-accepted_at", "-id"], name="acceptance_newest"),
            GinIndex(OpClass(Upper("person_name"), name="gin_trgm_ops"), name="acceptance_name_trigram"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "charter"],
                name="acceptance_once",
                violation_error_message=_("This organization has accepted this version already."),
            ),
            models.CheckConstraint(condition=models.Q(text_sha256__regex=r"^[0-9a-f]{64}$"), name="acceptance_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.charter}"

    @property
    def signed_by(self) -> str:
        """Who signed, as pages show it: the name as signed, or the organization once the account is deleted."""
        if self.person.deleted_at:
            return gettext("A representative of %(name)s") % {"name": self.organization}
        return self.person_name
