"""Workgroups: where people of many organizations work on one theme."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Membership, Person
from members.models.person import Reader


class WorkgroupQuerySet(models.QuerySet["Workgroup"]):
    def visible_to(self, reader: Reader) -> "WorkgroupQuerySet":
        """Every member sees every workgroup, also those no longer active."""
        return self if reader.is_authenticated and reader.is_member else self.none()

    def active(self) -> "WorkgroupQuerySet":
        return self.filter(is_active=True)


class Workgroup(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address in the portal"), max_length=60, unique=True)
    charge = models.TextField(_("charge"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)
    members = models.ManyToManyField(
        Person, through="WorkgroupMembership", related_name="workgroups", verbose_name=_("members")
    )

    objects = WorkgroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("workgroup")
        verbose_name_plural = _("workgroups")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:workgroup", args=[self.slug])

    @property
    def topic(self) -> str:
        return f"workgroup:{self.slug}"


class WorkgroupMembershipQuerySet(models.QuerySet["WorkgroupMembership"]):
    def current(self) -> "WorkgroupMembershipQuerySet":
        """Of people who belong to the coalition still."""
        belongs = models.Exists(Membership.objects.of_members().filter(person=models.OuterRef("person")))
        serves = models.Q(person__is_coordinator=True) | models.Q(person__is_admin=True)
        return self.filter(serves | models.Q(belongs), person__is_active=True)


class WorkgroupMembership(models.Model):
    """That a person takes part in a workgroup, perhaps as one of its leads."""

    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="memberships", verbose_name=_("workgroup"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="workgroup_memberships", verbose_name=_("person"))
    is_lead = models.BooleanField(_("lead"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    gets_highlights = models.BooleanField(_("gets the highlights by mail"), default=True, editable=False)

    objects = WorkgroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("workgroup membership")
        verbose_name_plural = _("workgroup memberships")
        ordering = ["-is_lead", "joined_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["workgroup", "person"], name="workgroup_membership_unique")]

    def __str__(self) -> str:
        return f"{self.person}, {self.workgroup}"
