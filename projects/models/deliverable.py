"""Deliverables: what projects released to the public, version by version."""

from urllib.parse import urlsplit

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Coalesce, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.full_text import Words
from coalition.shared.once import PostedOnce
from members.models import Organization, Person
from projects.models.attachment import Attachment
from projects.models.project import Project
from projects.models.workgroup import Workgroup


class DeliverableKind(models.TextChoices):
    TOOL = "tool", _("Tool")
    DATA_SET = "data_set", _("Data set")
    MODEL = "model", _("Model")
    GUIDELINE = "guideline", _("Guideline")
    DASHBOARD = "dashboard", _("Dashboard")
    REPORT = "report", _("Report")
    OTHER = "other", _("Other")


class Licence(models.TextChoices):
    """Licences by their SPDX identifiers, shown under the names that SPDX gives them; and whatever else there is."""

    APACHE = "Apache-2.0", "Apache License 2.0"
    MIT = "MIT", "MIT License"
    BSD = "BSD-3-Clause", "BSD 3-Clause License"
    MPL = "MPL-2.0", "Mozilla Public License 2.0"
    GPL = "GPL-3.0-or-later", "GNU General Public License v3.0 or later"
    AGPL = "AGPL-3.0-or-later", "GNU Affero General Public License v3.0 or later"
    CC0 = "CC0-1.0", "Creative Commons Zero v1.0 Universal"
    CC_BY = "CC-BY-4.0", "Creative Commons Attribution 4.0 International"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons Attribution Share Alike 4.0 International"
    ODBL = "ODbL-1.0", "Open Data Commons Open Database License v1.0"
    PDDL = "PDDL-1.0", "Open Data Commons Public Domain Dedication & License 1.0"
    OTHER = "other", _("Another licence")


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def standing(self) -> "DeliverableQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def current(self) -> "DeliverableQuerySet":
        """The newest version of each that stands."""
        return self.filter(is_current=True)

    def listed(self) -> "DeliverableQuerySet":
        """With what a row of a list shows: a constant number of queries however many rows."""
        rows = self.select_related("project", "workgroup", "file").defer("project__plan", "project__purpose")
        return rows.prefetch_related("makers")


class Deliverable(PostedOnce):
    """One version of something that a project released. Everybody can read it and have it, also visitors."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="deliverables", db_index=False, verbose_name=_("project")
    )
    # As it was when it was released.
    workgroup = models.ForeignKey(
        Workgroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliverables",
        editable=False,
        verbose_name=_("workgroup"),
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"), max_length=2000, help_text=_("In two or three sentences: what it is, and whom it helps how.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DeliverableKind)
    version = models.CharField(_("version"), max_length=40, default="1.0", help_text=_("For example 1.0, or 2026-04."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)
    licence_name = models.CharField(
        _("name of the licence"), max_length=120, blank=True, help_text=_("If it is another one.")
    )
    link = models.CharField(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])])
    file = models.OneToOneField(
        Attachment, models.PROTECT, null=True, blank=True, related_name="deliverable", verbose_name=_("file")
    )
    makers = models.ManyToManyField(Organization, related_name="deliverables", verbose_name=_("made by"))
    people = models.ManyToManyField(
        Person, through="Credit", related_name="deliverables", verbose_name=_("people named")
    )
    released_on = models.DateField(_("released on"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="released", editable=False, verbose_name=_("released for")
    )
    released_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)
    first = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later_versions",
        editable=False,
        verbose_name=_("first version"),
    )
    is_current = models.BooleanField(_("newest version"), default=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("withdrawn by"),
    )
    reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True, editable=False)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["-released_on", "-pk"]
        indexes = [
            *(
                models.Index(
                    fields=[*narrowed, "-released_on", "-id"],
                    condition=models.Q(is_current=True),
                    name=f"deliverable_{'_'.join(narrowed) or 'newest'}",
                )
                for narrowed in ([], ["kind"], ["workgroup"], ["licence"])
            ),
            models.Index(fields=["project", "-released_on", "-id"], name="deliverable_of_project"),
            models.Index(fields=["-released_on", "-id"], name="deliverable_every_version"),
            GinIndex(Words(), name="deliverable_words"),
            *(
                GinIndex(OpClass(Upper(column), name="gin_trgm_ops"), name=f"deliverable_{column}_trigram")
                for column in ("title", "summary")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "source_key"],
                condition=models.Q(source_key__isnull=False),
                name="deliverable_source_key",
            ),
            models.UniqueConstraint(
                Coalesce("first", "id"),
                condition=models.Q(is_current=True),
                name="deliverable_one_current_version",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, is_current=False)
                    & ~models.Q(reason="")
                ),
                name="deliverable_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(link="", file__isnull=False)
                | (~models.Q(link="") & models.Q(file__isnull=True) & models.Q(link__regex=r"^https?://")),
                name="deliverable_link_or_file",
            ),
            models.CheckConstraint(
                condition=models.Q(licence="other") ^ models.Q(licence_name=""), name="deliverable_licence_named"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:release", args=[self.pk])

    @property
    def subject(self) -> str:
        """The word under which notices speak of this deliverable."""
        return f"deliverable:{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def of_first(self) -> int:
        """The key of the first version, which stands for all of them."""
        return self.first_id or self.pk

    def versions(self) -> DeliverableQuerySet:
        """All versions of it, also itself and those withdrawn, the newest first."""
        return Deliverable.objects.filter(models.Q(pk=self.of_first) | models.Q(first=self.of_first)).order_by("-pk")

    @property
    def licence_shown(self) -> str:
        """The licence as people look it up: its SPDX identifier, or its name."""
        return self.licence_name if self.licence == Licence.OTHER else self.licence

    @property
    def host(self) -> str:
        """Whose place the link leads to, said before somebody follows it; "" for a file here."""
        return (urlsplit(self.link).hostname or "") if self.link else ""

    @property
    def address(self) -> str:
        """Where it is had: the link, or the file here."""
        return self.link or (self.file.get_absolute_url() if self.file else "")


class Credit(models.Model):
    """That a person chose to be named, in public, as one who made a deliverable."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="credits", verbose_name=_("deliverable"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="credits", verbose_name=_("person"))
    named_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("person named")
        verbose_name_plural = _("people named")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["deliverable", "person"], name="credit_unique")]

    def __str__(self) -> str:
        return f"{self.person}, {self.deliverable}"
