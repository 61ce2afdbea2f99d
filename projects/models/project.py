"""Projects, their plans and partners. There is no private plan."""

from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock, geography
from coalition.shared.full_text import Words
from coalition.shared.once import PostedOnce
from coalition.shared.states import Transitions
from members.models import Discussion, Organization, Person
from members.models.person import Reader
from projects.models.theme import Theme
from projects.models.workgroup import Workgroup
from projects.progress import Progress, progress_of


class ProjectStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")


TRANSITIONS: Transitions = {
    ProjectStatus.PROPOSED: {ProjectStatus.ACTIVE, ProjectStatus.CLOSED},
    ProjectStatus.ACTIVE: {ProjectStatus.PAUSED, ProjectStatus.DELIVERED, ProjectStatus.CLOSED},
    ProjectStatus.PAUSED: {ProjectStatus.ACTIVE, ProjectStatus.CLOSED},
    ProjectStatus.DELIVERED: {ProjectStatus.ACTIVE, ProjectStatus.CLOSED},
    ProjectStatus.CLOSED: {ProjectStatus.ACTIVE},
}
OPEN = (ProjectStatus.PROPOSED, ProjectStatus.ACTIVE, ProjectStatus.PAUSED)


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, reader: Reader) -> "ProjectQuerySet":
        """Every member sees every plan; nobody else sees any."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def open(self) -> "ProjectQuerySet":
        return self.filter(status__in=OPEN)

    def concerning(self, *states: str) -> "ProjectQuerySet":
        """Those that take place in any of the states (postal codes), or in the whole country."""
        return self.filter(models.Q(states__overlap=list(states)) | models.Q(states=[]))

    def about(self, theme: str) -> "ProjectQuerySet":
        """Those that have the theme."""
        return self.filter(themes__contains=[theme])

    def without_owner(self) -> "ProjectQuerySet":
        return self.filter(owner_count=0)

    def of(self, organization: Organization) -> "ProjectQuerySet":
        """Those that the organization leads or takes part in as a confirmed partner."""
        led = Project.objects.filter(organization=organization).order_by().values("pk")
        joined = Partner.objects.filter(organization=organization, status=PartnerStatus.CONFIRMED)
        return self.filter(pk__in=led.union(joined.order_by().values("project")))

    def listed(self) -> "ProjectQuerySet":
        """With what a row of a list shows: a constant number of queries however many rows."""
        rows = self.select_related("organization", "workgroup").defer("purpose", "plan")
        return rows.prefetch_related("milestones", "partners")


class Project(PostedOnce):
    """What an organization undertakes, with its plan, visible to every member from the moment it is posted."""

    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(
        _("purpose"), max_length=2000, help_text=_("In two or three sentences: what for, for whom.")
    )
    plan = models.TextField(
        _("plan"), max_length=40000, blank=True, help_text=_("Markdown: headings, lists, links and tables.")
    )
    workgroup = models.ForeignKey(
        Workgroup, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("workgroup")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="projects", verbose_name=_("lead organization")
    )
    states = ArrayField(
        models.CharField(max_length=2, choices=geography.STATE_CHOICES),
        default=list,
        blank=True,
        verbose_name=_("states"),
        help_text=_("Where it takes place; none means the whole country."),
    )
    themes = ArrayField(
        models.CharField(max_length=12, choices=Theme), default=list, blank=True, verbose_name=_("themes")
    )
    help_wanted = models.CharField(
        _("needs help with"),
        max_length=300,
        blank=True,
        help_text=_("In a sentence: what you lack, in people, knowledge or things."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ProjectStatus, default=ProjectStatus.PROPOSED, editable=False
    )
    owner_count = models.PositiveIntegerField(_("owners"), default=0, editable=False)  # the database counts them
    posted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False, verbose_name=_("posted by"))
    posted_at = models.DateTimeField(_("posted"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), default=clock.now, editable=False)
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

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="project_title_trigram"),
            models.Index(fields=["status", "-posted_at", "-id"], name="project_listing"),
            models.Index(fields=["-posted_at", "-id"], name="project_newest"),
            models.Index(fields=["-posted_at", "-id"], name="project_without_owner", condition=models.Q(owner_count=0)),
            models.Index(fields=["-posted_at", "-id"], name="project_everywhere", condition=models.Q(states=[])),
            GinIndex(fields=["states"], name="project_states"),
            GinIndex(fields=["themes"], name="project_themes"),
            GinIndex(Words(), name="project_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=ProjectStatus.values), name="project_status"),
            models.UniqueConstraint(fields=["organization", "source_key"], name="project_source_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.pk])

    @property
    def topic(self) -> str:
        return f"project:{self.pk}"

    @property
    def ownerless(self) -> str:
        """The word under which notices say that nobody owns it."""
        return f"ownerless:{self.pk}"

    @property
    def topics(self) -> list[str]:
        """The words under which activity on this project is followed."""
        group = [self.workgroup.topic] if self.workgroup else []
        return [self.topic, *group, *(f"state:{code}" for code in self.states)]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == ProjectStatus.CLOSED

    @property
    def places(self) -> list[str]:
        """Names of the states where it takes place; empty for the whole country."""
        return geography.names_of(self.states)

    @property
    def theme_names(self) -> list[str]:
        """The themes in words."""
        return [str(Theme(code).label) for code in self.themes if code in Theme.values]

    @property
    def is_without_owner(self) -> bool:
        return self.owner_count == 0

    @property
    def progress(self) -> Progress:
        """How far its milestones have come, as of today; asks for them unless they are prefetched.

        In a project that is no longer open nothing is late and nothing due.
        """
        progress = progress_of(self.milestones.all(), today=clock.today())
        return progress if self.is_open else replace(progress, late=0, next_due=None)

    @property
    def partners_confirmed(self) -> int:
        """How many organizations take part besides the lead."""
        return sum(partner.is_confirmed for partner in self.partners.all())

    def takes_part(self, organization: Organization) -> bool:
        """Whether the organization leads the project or is a confirmed partner."""
        if organization.pk == self.organization_id:
            return True
        return any(p.organization_id == organization.pk and p.is_confirmed for p in self.partners.all())


class PartnerStatus(models.TextChoices):
    ASKED = "asked", _("Asked")
    CONFIRMED = "confirmed", _("Partner")
    DECLINED = "declined", _("Declined")


# An answer may be changed; one that declined may be asked again.
PARTNER_TRANSITIONS: Transitions = {
    PartnerStatus.ASKED: {PartnerStatus.CONFIRMED, PartnerStatus.DECLINED},
    PartnerStatus.CONFIRMED: {PartnerStatus.DECLINED},
    PartnerStatus.DECLINED: {PartnerStatus.CONFIRMED, PartnerStatus.ASKED},
}


class Partner(models.Model):
    """An organization asked to take part in a project, and its answer."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners", verbose_name=_("project"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="partnerships", verbose_name=_("organization")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=PartnerStatus, default=PartnerStatus.ASKED, editable=False
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organization"],
                name="partner_unique",
                violation_error_message=_("This organization has been asked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.project}"

    @property
    def subject(self) -> str:
        """The word under which notices speak of this question."""
        return f"partner:{self.pk}"

    @property
    def is_unanswered(self) -> bool:
        return self.status == PartnerStatus.ASKED

    @property
    def is_confirmed(self) -> bool:
        return self.status == PartnerStatus.CONFIRMED
