"""How goods of a type are packed: an exact number of its unit, and the words for it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from resources.models.catalogue import ResourceType

MAX_PACK = 1_000_000  # units in one pack


class PackName(models.TextChoices):
    BAG = "bag", gettext_lazy("Bag")
    BOTTLE = "bottle", gettext_lazy("Bottle")
    BOX = "box", gettext_lazy("Box")
    CARTON = "carton", gettext_lazy("Carton")
    CASE = "case", gettext_lazy("Case")
    DRUM = "drum", gettext_lazy("Drum")
    KIT = "kit", gettext_lazy("Kit")
    PACK = "pack", gettext_lazy("Pack")
    PALLET = "pallet", gettext_lazy("Pallet")
    TRAY = "tray", gettext_lazy("Tray")


_COUNTED = {
    PackName.BAG: ngettext_lazy("%(n)s bag of %(size)s", "%(n)s bags of %(size)s", "count"),
    PackName.BOTTLE: ngettext_lazy("%(n)s bottle of %(size)s", "%(n)s bottles of %(size)s", "count"),
    PackName.BOX: ngettext_lazy("%(n)s box of %(size)s", "%(n)s boxes of %(size)s", "count"),
    PackName.CARTON: ngettext_lazy("%(n)s carton of %(size)s", "%(n)s cartons of %(size)s", "count"),
    PackName.CASE: ngettext_lazy("%(n)s case of %(size)s", "%(n)s cases of %(size)s", "count"),
    PackName.DRUM: ngettext_lazy("%(n)s drum of %(size)s", "%(n)s drums of %(size)s", "count"),
    PackName.KIT: ngettext_lazy("%(n)s kit of %(size)s", "%(n)s kits of %(size)s", "count"),
    PackName.PACK: ngettext_lazy("%(n)s pack of %(size)s", "%(n)s packs of %(size)s", "count"),
    PackName.PALLET: ngettext_lazy("%(n)s pallet of %(size)s", "%(n)s pallets of %(size)s", "count"),
    PackName.TRAY: ngettext_lazy("%(n)s tray of %(size)s", "%(n)s trays of %(size)s", "count"),
}


def counted(code: str, *, size: int, count: int) -> str:
    """So many of a pack in words: “60 cases of 240”."""
    words = _COUNTED[PackName(code.partition("-")[0])]
    return str(words % {"count": count, "n": f"{count:,}", "size": f"{size:,}"})


def named(code: str) -> str:
    """A pack by its code in words: “Case of 240”."""
    name, _dash, size = code.partition("-")
    return _("%(pack)s of %(size)s") % {"pack": PackName(name).label, "size": f"{int(size):,}"}


class Pack(models.Model):
    """That a type comes in packs of exactly so many of its unit. What was posted in a pack keeps its size itself."""

    resource_type = models.ForeignKey(
        ResourceType, models.CASCADE, related_name="packs", verbose_name=gettext_lazy("resource type")
    )
    name = models.CharField(gettext_lazy("pack"), max_length=8, choices=PackName)
    size = models.PositiveIntegerField(
        gettext_lazy("units in it"), validators=[MinValueValidator(2), MaxValueValidator(MAX_PACK)]
    )

    class Meta:
        verbose_name = gettext_lazy("pack")
        verbose_name_plural = gettext_lazy("packs")
        ordering = ["resource_type", "size", "name"]
        constraints = [
            models.UniqueConstraint(fields=["resource_type", "name", "size"], name="pack_unique"),
            models.CheckConstraint(condition=models.Q(size__gte=2, size__lte=MAX_PACK), name="pack_size"),
            models.CheckConstraint(condition=models.Q(name__in=PackName.values), name="pack_name"),
        ]

    def __str__(self) -> str:
        return named(self.code)

    @property
    def code(self) -> str:
        """What stands for it in the API, in files and with what was posted in it: “case-240”."""
        return f"{self.name}-{self.size}"
