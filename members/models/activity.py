"""What happened in the coalition: one append-only row each, written in the transaction that did it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.organization import Organization
from members.models.person import Person, Reader
from members.wording import asides, sentence_of


class Audience(models.TextChoices):
    MEMBERS = "members", _("All members")
    PARTIES = "parties", _("The organizations concerned, and coordinators")
    ADMINS = "admins", _("The coalition's admins")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, reader: Reader) -> "ActivityQuerySet":
        """What this person may see now, whatever they could see when it happened."""
        if not reader.is_authenticated:
            return self.none()
        if reader.is_admin:
            return self
        own = [membership.organization.topic for membership in reader.active_memberships]
        seen = models.Q(audience=Audience.PARTIES, topics__overlap=own)
        if reader.is_coordinator:
            seen |= models.Q(audience=Audience.PARTIES)
        if reader.is_member:
            seen |= models.Q(audience=Audience.MEMBERS)
        return self.filter(seen)

    def news(self) -> "ActivityQuerySet":
        """Without what is told only to those whom it concerns or who follow it, such as comments."""
        return self.exclude(kind__in=asides())

    def about(self, *topics: str) -> "ActivityQuerySet":
        """Rows that carry any of the topics."""
        return self.filter(topics__overlap=list(topics))


class Activity(models.Model):
    """Who did what, to which thing, when. Upper floors push rows down here; nothing here knows them.

    `topics` are words such as `organization:12`, `workgroup:testing`, `project:5`, `type:n95-respirator`,
    `state:NY`, `severity:critical`: what a person may follow, and for `audience=parties` who may see the row.
    """

    kind = models.CharField(_("kind"), max_length=40)
    occurred_at = models.DateTimeField(_("when"), default=clock.now, db_index=True)
    actor = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="activity", verbose_name=_("who")
    )
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="activity", verbose_name=_("acting for")
    )
    title = models.CharField(_("what"), max_length=300)
    url = models.CharField(_("where"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=4000)
    topics = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("topics"))
    audience = models.CharField(_("seen by"), max_length=8, choices=Audience, default=Audience.MEMBERS)
    before = models.JSONField(_("before"), null=True, blank=True, editable=False)
    after = models.JSONField(_("after"), null=True, blank=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activity")
        ordering = ["-occurred_at", "-pk"]
        indexes = [GinIndex(fields=["topics"], name="activity_topics")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @property
    def sentence(self) -> SafeString:
        """The row told as a sentence in the reader's language."""
        return sentence_of(self.kind, self.title, actor=self.actor, organization=self.organization)
