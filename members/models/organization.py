"""An organization: the member of the coalition."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db import models
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock, geography
from coalition.shared.full_text import Words
from coalition.shared.states import Transitions
from members import lookalikes
from members.models.person import Reader


class OrganizationKind(models.TextChoices):
    HEALTH_SYSTEM = "health_system", _("Health system")
    HOSPITAL = "hospital", _("Hospital")
    LABORATORY = "laboratory", _("Laboratory")
    UNIVERSITY = "university", _("University")
    TECHNOLOGY = "technology", _("Technology company")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    NONPROFIT = "nonprofit", _("Non-profit")
    STARTUP = "startup", _("Start-up")
    GOVERNMENT = "government", _("Public agency")
    OTHER = "other", _("Other")


class OrganizationSize(models.TextChoices):
    """How many people work there: bands, so that it is said once and stays true."""

    SMALL = "small", _("Small: up to 50 people")
    MIDDLE = "middle", _("Middle: 51 to 1,000 people")
    LARGE = "large", _("Large: more than 1,000 people")


class OrganizationStatus(models.TextChoices):
    APPLICANT = "applicant", _("Applicant")
    ADMITTED = "admitted", _("Member")
    INACTIVE = "inactive", _("Inactive")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")
    MERGED = "merged", _("Merged")
    DECLINED = "declined", _("Declined")


STANDING = ("status", "must_accept_by")  # the fields that decide whether its people may write

TRANSITIONS: Transitions = {
    OrganizationStatus.APPLICANT: {OrganizationStatus.ADMITTED, OrganizationStatus.DECLINED},
    OrganizationStatus.ADMITTED: {
        OrganizationStatus.INACTIVE,
        OrganizationStatus.SUSPENDED,
        OrganizationStatus.LEFT,
        OrganizationStatus.MERGED,
    },
    OrganizationStatus.INACTIVE: {
        OrganizationStatus.ADMITTED,
        OrganizationStatus.SUSPENDED,
        OrganizationStatus.LEFT,
        OrganizationStatus.MERGED,
    },
    OrganizationStatus.SUSPENDED: {
        OrganizationStatus.ADMITTED,
        OrganizationStatus.LEFT,
        OrganizationStatus.MERGED,
    },
    OrganizationStatus.LEFT: {OrganizationStatus.APPLICANT},
    OrganizationStatus.DECLINED: {OrganizationStatus.APPLICANT},
}

# Their people read what members read; the inactive cannot write until they confirm that they are still in.
INSIDE = (OrganizationStatus.ADMITTED, OrganizationStatus.INACTIVE)

# What the directory lists: those that are not plainly members now are marked there.
LISTED = (OrganizationStatus.ADMITTED, OrganizationStatus.INACTIVE, OrganizationStatus.SUSPENDED)

# Once a member, always on record: these stay readable for those who met them in the coalition.
ONCE_ADMITTED = (*LISTED, OrganizationStatus.LEFT, OrganizationStatus.MERGED)

# Who is asked to accept a new version of the charter: whoever is a member, or may be one again without applying.
BOUND = LISTED


def words_of(column: str) -> SearchVector:
    """The words of a text as the index holds them; a query that is to use the index says exactly this."""
    return SearchVector(column, config="english")


class Joining(models.TextChoices):
    """How people come to belong to an organization, besides being invited, which its representatives always may do."""

    CONSENT = "consent", _("They ask, and a representative consents")
    AT_ONCE = "at_once", _("At once, with a proved address at our own web domain; others ask")
    INVITATION = "invitation", _("By invitation only")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def admitted(self) -> "OrganizationQuerySet":
        return self.filter(status=OrganizationStatus.ADMITTED)

    def inside(self) -> "OrganizationQuerySet":
        """Those whose people take part: the admitted, and the inactive, which read only."""
        return self.filter(status__in=INSIDE)

    def listed(self) -> "OrganizationQuerySet":
        """Members as the directory lists them, the inactive and the suspended ones among them."""
        return self.filter(status__in=LISTED)

    def once_admitted(self) -> "OrganizationQuerySet":
        """Whoever is or was a member."""
        return self.filter(status__in=ONCE_ADMITTED)

    def bound(self) -> "OrganizationQuerySet":
        """Those whom the charter binds, and whom a new version therefore asks."""
        return self.filter(status__in=BOUND)

    def named(self, words: str) -> "OrganizationQuerySet":
        """Whose name contains the words, in any case."""
        return self.filter(name__icontains=words.strip())

    def bringing(self, words: str) -> "OrganizationQuerySet":
        """Who says to bring it, in whatever form of the words: “ventilator” finds “ventilators”."""
        return self._saying("brings", words)

    def lacking(self, words: str) -> "OrganizationQuerySet":
        """Who says to need it, in whatever form of the words."""
        return self._saying("needs", words)

    def _saying(self, column: str, words: str) -> "OrganizationQuerySet":
        sought = SearchQuery(words, config="english", search_type="websearch")
        return self.filter(SearchVectorExact(words_of(column), sought))

    def visible_to(self, reader: Reader) -> "OrganizationQuerySet":
        """Admins see all; members see whoever was once admitted; anybody their own."""
        if not reader.is_authenticated:
            return self.none()
        if reader.is_admin:
            return self
        own = models.Q(pk__in=[membership.organization_id for membership in reader.active_memberships])
        if reader.is_member:
            return self.filter(own | models.Q(status__in=ONCE_ADMITTED))
        return self.filter(own)


class DomainSkeleton(models.CharField[str, str]):
    """The word under which an organization's web domain is found by whatever looks like it.

    It follows from `domain` and from nothing else, so it is written anew whenever the row is saved.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        found = lookalikes.bones(model_instance.domain)  # type: ignore[attr-defined]  # this field is beside it
        setattr(model_instance, self.attname, found)
        return found


class Organization(models.Model):
    """A hospital, laboratory, firm or other body that applies to, or belongs to, the coalition."""

    Kind = OrganizationKind
    Size = OrganizationSize
    Status = OrganizationStatus

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address in the portal"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganizationKind)
    size = models.CharField(
        _("size"),
        max_length=8,
        choices=OrganizationSize,
        blank=True,
        db_default="",
        default="",
        help_text=_("How many people work there. It shows in the neutrality report whether small ones wait longer."),
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=2, choices=geography.STATE_CHOICES)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    domain = models.CharField(
        _("web domain"), max_length=253, blank=True, help_text=_("For example lakeviewhealth.org, without www.")
    )
    domain_skeleton = DomainSkeleton(_("found by"), max_length=200, db_default="", editable=False)
    brings = models.TextField(_("what you can bring"), blank=True, max_length=4000)
    needs = models.TextField(_("what you need"), blank=True, max_length=4000)
    is_founding = models.BooleanField(_("founding member"), default=False)
    status = models.CharField(
        _("status"), max_length=12, choices=OrganizationStatus, default=OrganizationStatus.APPLICANT, editable=False
    )
    joining = models.CharField(_("how people join"), max_length=10, choices=Joining, default=Joining.CONSENT)
    admitted_at = models.DateTimeField(_("admitted"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(
        _("confirmed"), null=True, blank=True, editable=False, help_text=_("When it last said that it is still in.")
    )
    confirm_by = models.DateTimeField(
        _("to confirm by"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Asked and not answered yet. Of an inactive organization: when it is asked again."),
    )
    confirm_reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    must_accept_by = models.DateTimeField(_("has to accept the charter by"), null=True, blank=True, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["domain_skeleton"], name="organization_lookalikes"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="organization_name_trigram"),
            models.Index(fields=["status", "name", "id"], name="organization_listing"),
            models.Index(fields=["name", "id"], name="organization_by_name"),
            models.Index(fields=["-admitted_at", "-id"], name="organization_newest"),
            models.Index(fields=["kind", "name", "id"], name="organization_of_kind"),
            models.Index(fields=["state", "name", "id"], name="organization_in_state"),
            GinIndex(OpClass(Upper("domain"), name="gin_trgm_ops"), name="organization_domain_trigram"),
            GinIndex(Words(), name="organization_words"),
            GinIndex(words_of("brings"), name="organization_brings_words"),
            GinIndex(words_of("needs"), name="organization_needs_words"),
            models.Index(
                fields=["must_accept_by", "id"],
                name="organization_must_accept",
                condition=models.Q(must_accept_by__isnull=False),
            ),
            models.Index(
                fields=["confirmed_at", "id"],
                name="organization_to_be_asked",
                condition=models.Q(status="admitted", confirm_by__isnull=True),
            ),
            models.Index(
                fields=["confirm_by", "id"],
                name="organization_asked",
                condition=models.Q(confirm_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("domain"),
                name="organization_domain_unique",
                condition=models.Q(status__in=["admitted", "inactive", "suspended"]) & ~models.Q(domain=""),
                violation_error_message=_("A member with this web domain exists already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="applicant")
                | models.Q(status="declined")
                | models.Q(admitted_at__isnull=False),
                name="organization_admitted_at",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="organization_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(size__in=["", *OrganizationSize.values]), name="organization_size"
            ),
            models.CheckConstraint(
                condition=models.Q(joining__in=["consent", "at_once", "invitation"]), name="organization_joining"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["admitted", "inactive"]) | models.Q(confirmed_at__isnull=False),
                name="organization_confirmed_at",
            ),
            models.CheckConstraint(
                condition=models.Q(status="admitted")
                | models.Q(status="inactive", confirm_by__isnull=False)
                | (~models.Q(status="inactive") & models.Q(confirm_by__isnull=True)),
                name="organization_confirm_by",
            ),
            models.CheckConstraint(
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
                name="organization_merged_into",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="organization_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:organization", args=[self.slug])

    @property
    def is_admitted(self) -> bool:
        return self.status == OrganizationStatus.ADMITTED

    @property
    def is_bound(self) -> bool:
        """Whether the charter binds it, as `OrganizationQuerySet.bound` has it."""
        return self.status in BOUND

    @property
    def is_overdue(self) -> bool:
        """Whether it has let the time pass by which it had to accept the charter in force."""
        return self.must_accept_by is not None and self.must_accept_by <= clock.now()

    @property
    def is_inside(self) -> bool:
        """Whether its people read what members read."""
        return self.status in INSIDE

    @property
    def is_inactive(self) -> bool:
        return self.status == OrganizationStatus.INACTIVE

    @property
    def place(self) -> str:
        """City and state as people write them: “Baton Rouge, LA”."""
        return f"{self.city}, {self.state}" if self.city else self.get_state_display()

    @property
    def topic(self) -> str:
        """The word under which activity and follows speak of this organization."""
        return f"organization:{self.pk}"
