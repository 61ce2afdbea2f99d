"""A person: signs in by e-mail address, and acts for organizations through memberships.

The two stand together, because each is told by the other: whom a person may act for is what `is_member` asks.
"""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.addresses import one_spelling


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone such as America/Chicago."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."), code="time_zone")


class DigestFrequency(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")
    OFF = "off", _("Never")


def _one_spelling(email: str) -> str:
    try:
        return one_spelling(email)
    except ValueError as error:
        raise ValidationError({"email": _("Enter a valid e-mail address.")}) from error


class PersonManager(BaseUserManager["Person"]):
    """People by natural key: the address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=_one_spelling(email), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def visible_to(self, reader: "Reader") -> models.QuerySet["Person"]:
        """Whom members meet in the coalition: the people of its organizations. Nobody else sees any."""
        if not (reader.is_authenticated and reader.is_member):
            return self.none()
        belongs = models.Exists(Membership.objects.of_members().filter(person=models.OuterRef("pk")))
        return self.filter(belongs, is_active=True)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """An admin of the coalition, for `manage.py createsuperuser`."""
        return self.create_user(email, password, is_admin=True, **fields)


class Person(AbstractBaseUser):
    """Somebody with an address. What they may do follows from memberships and the coalition's two roles."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    position = models.CharField(
        _("position"), max_length=120, blank=True, help_text=_("For example “Head of supply”. Members read it.")
    )
    phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("For the people of your own organizations.")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_coordinator = models.BooleanField(_("coordinator of the coalition"), default=False)
    is_admin = models.BooleanField(_("admin of the coalition"), default=False)
    keyboard_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    digest_frequency = models.CharField(
        _("digest"), max_length=8, choices=DigestFrequency, default=DigestFrequency.DAILY
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("digest hour"), default=7, validators=[MaxValueValidator(23)], help_text=_("In your own time zone.")
    )
    date_joined = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    rested_at = models.DateTimeField(_("at rest since"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="person_name_trigram"),
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="person_email_trigram"),
            models.Index(fields=["email"], name="person_admins", condition=models.Q(is_admin=True)),
            models.Index(fields=["email"], name="person_coordinators", condition=models.Q(is_coordinator=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_unique",
                violation_error_message=_("There is an account with this address."),
            ),
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="person_digest_hour"),
            models.CheckConstraint(
                condition=models.Q(email__regex=r"^[!-~]+$") & models.Q(email=Lower("email")),
                name="person_email_one_spelling",
                violation_error_message=_("Enter a valid e-mail address."),
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True)
                | models.Q(is_active=False, is_admin=False, is_coordinator=False, phone="", position="", time_zone=""),
                name="person_deleted_is_empty",
            ),
        ]

    def __str__(self) -> str:
        if self.deleted_at:
            return gettext("A former member")
        return self.name or self.email

    @property
    def topic(self) -> str:
        """The word under which activity speaks of this person, so that it can be found when the account is deleted."""
        return f"person:{self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that this person reads times in."""
        return ZoneInfo(self.time_zone or settings.PORTAL_TIME_ZONE)

    @cached_property
    def active_memberships(self) -> "list[Membership]":
        """Memberships that have not ended, with their organizations, oldest first; asked for once an object."""
        return list(self.memberships.active().select_related("organization").order_by("joined_at", "pk"))

    def forget_memberships(self) -> None:
        """Have `active_memberships` asked for anew; the verbs that change them call this."""
        self.__dict__.pop("active_memberships", None)

    @property
    def is_member(self) -> bool:
        """Belongs to an organization inside the coalition, or serves the coalition as coordinator or admin."""
        if not self.is_active:
            return False
        return self.is_coordinator or self.is_admin or any(m.organization.is_inside for m in self.active_memberships)

    @property
    def is_staff(self) -> bool:
        """Django's word for who may enter its admin."""
        return self.is_admin

    @property
    def is_superuser(self) -> bool:
        """Django's word for who may do everything in its admin."""
        return self.is_admin

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_admin

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return self.is_active and self.is_admin

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_admin

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Role(models.TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    CONTRIBUTOR = "contributor", _("Contributor")
    READER = "reader", _("Reader")


WRITERS = (Role.REPRESENTATIVE, Role.CONTRIBUTOR)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def of_members(self) -> "MembershipQuerySet":
        """Active, in an organization inside the coalition."""
        return self.active().filter(organization__status__in=["admitted", "inactive"])

    def writers(self) -> "MembershipQuerySet":
        return self.active().filter(role__in=WRITERS)


class Membership(models.Model):
    """One person in one organization. An ended one stays as history."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    organization = models.ForeignKey(
        "members.Organization", models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("ended by")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organization__name", "pk"]
        indexes = [models.Index(fields=["role", "id"], name="membership_of_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_active_unique",
                violation_error_message=_("This person belongs to the organization already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("joined_at")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    @property
    def can_write(self) -> bool:
        return self.ended_at is None and self.role in WRITERS


Reader = Person | AnonymousUser  # whoever asks for a page
