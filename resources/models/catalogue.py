"""The catalogue: what kinds of things the coalition moves, in which unit. There is no type for money."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ResourceKind(models.TextChoices):
    COUNT = "count", _("Countable goods")
    CAPACITY = "capacity", _("Capacity over time")
    SERVICE = "service", _("People and services")
    DIGITAL = "digital", _("Software and data")


class ResourceGroup(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("resource group")
        verbose_name_plural = _("resource groups")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class ResourceTypeQuerySet(models.QuerySet["ResourceType"]):
    def active(self) -> "ResourceTypeQuerySet":
        return self.filter(is_active=True)


class ResourceType(models.Model):
    """A type of resource with its one base unit; quantities are whole numbers of that unit."""

    group = models.ForeignKey(ResourceGroup, models.PROTECT, related_name="types", verbose_name=_("group"))
    slug = models.SlugField(_("code"), max_length=60, unique=True)
    label = models.CharField(_("label"), max_length=120, unique=True)
    unit = models.CharField(_("unit"), max_length=24)
    kind = models.CharField(_("kind"), max_length=8, choices=ResourceKind)
    expires = models.BooleanField(_("can expire"), default=False)
    synonyms = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("synonyms"),
        help_text=_("For search only; a synonym is not a substitute."),
    )
    codes = models.JSONField(_("codes"), default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = ResourceTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource type")
        verbose_name_plural = _("resource types")
        ordering = ["group__position", "label"]

    def __str__(self) -> str:
        return self.label

    @property
    def units(self) -> str:
        """The unit as it stands behind a number: “12 units” where one counts pieces."""
        return gettext("units") if self.unit == "each" else self.unit

    @property
    def topic(self) -> str:
        return f"type:{self.slug}"


class Substitute(models.Model):
    """That `substitute` may stand in for `resource_type`: one way only, unit for unit, with a note on what to mind."""

    resource_type = models.ForeignKey(
        ResourceType, models.CASCADE, related_name="substitutes", verbose_name=_("asked for")
    )
    substitute = models.ForeignKey(
        ResourceType, models.CASCADE, related_name="stands_in_for", verbose_name=_("may be given instead")
    )
    note = models.CharField(_("what to mind"), max_length=200)

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        ordering = ["resource_type", "substitute"]
        constraints = [
            models.UniqueConstraint(fields=["resource_type", "substitute"], name="substitute_unique"),
            models.CheckConstraint(
                condition=~models.Q(resource_type=models.F("substitute")), name="substitute_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.resource_type}"

    def clean(self) -> None:
        """Raise ValidationError unless both are counted in the same unit, since one is given for the other."""
        if self.resource_type_id and self.substitute_id and self.resource_type.unit != self.substitute.unit:
            raise ValidationError(
                {
                    "substitute": _("It is counted in %(its)s, the other in %(other)s.")
                    % {"its": self.substitute.unit, "other": self.resource_type.unit}
                }
            )
