"""The audit trail: one entry for each thing that happened, chained by hash for each organization.

Nobody in Python writes here. The database copies each row of activity at commit, chains the entry, and refuses to
change or remove it afterwards (migration `audit_is_chained`). `members.auditing` verifies the chains.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models.activity import Activity
from members.models.organization import Organization
from members.models.person import Person
from members.wording import sentence_of

COALITION = 0  # the number of the chain of whatever belongs to no single organization


class AuditEntry(models.Model):
    """Who changed what, from what to what. It holds numbers and words of states, never names, addresses or free text.

    So an account can be deleted and the chain still holds: the person's number stays, as a pseudonym. The links to
    person, organization and activity are not enforced for the same reason.
    """

    chain = models.BigIntegerField(_("chain"))
    seq = models.BigIntegerField(_("number in its chain"))
    occurred_at = models.DateTimeField(_("when"))
    kind = models.CharField(_("kind"), max_length=40)
    actor = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    organization = models.ForeignKey(
        Organization,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("organization"),
    )
    activity = models.ForeignKey(
        Activity,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("activity"),
    )
    subject = models.CharField(_("where"), max_length=300)
    topics = ArrayField(models.CharField(max_length=80), verbose_name=_("topics"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("audit trail")
        ordering = ["-occurred_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="auditentry_seq"),
            models.CheckConstraint(
                condition=models.Q(chain=Coalesce(models.F("organization"), COALITION)), name="auditentry_chain"
            ),
        ]
        indexes = [
            models.Index(fields=["occurred_at", "id"], name="auditentry_moment"),
            models.Index(fields=["kind", "occurred_at", "id"], name="auditentry_kind"),
            models.Index(fields=["actor", "occurred_at", "id"], name="auditentry_actor"),
            GinIndex(fields=["topics"], name="auditentry_topics"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq} {self.kind}"

    @property
    def sentence(self) -> SafeString:
        """The entry told in the reader's language; the names are those of the activity, which are not chained."""
        title = self.activity.title if self.activity else self.subject
        return sentence_of(self.kind, title, actor=self.actor, organization=self.organization)


class AuditHead(models.Model):
    """The last entry of a chain. It moves forward only when an entry is chained."""

    chain = models.BigIntegerField(_("chain"), primary_key=True)
    seq = models.BigIntegerField(_("number of entries"))
    hash = models.CharField(_("hash of the last one"), max_length=64)

    class Meta:
        verbose_name = _("head of a chain")
        verbose_name_plural = _("heads of the chains")
        ordering = ["chain"]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq}"


class AuditCheck(models.Model):
    """That the chains were verified, and what came of it."""

    began_at = models.DateTimeField(_("begun"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), default=clock.now)
    chains = models.BigIntegerField(_("chains"))
    entries = models.BigIntegerField(_("entries"))
    broken = models.PositiveIntegerField(_("broken chains"), default=0)
    faults = models.JSONField(_("what is wrong"), default=list, blank=True)
    compared = models.CharField(_("compared with"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("check of the audit trail")
        verbose_name_plural = _("checks of the audit trail")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"

    @property
    def is_whole(self) -> bool:
        return self.broken == 0
