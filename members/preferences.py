"""What a person chooses for themselves."""

from datetime import time
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import TZPATH, available_timezones

from django import forms
from django.conf import settings
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from members.models import DigestFrequency, Person

Choices = list[Any]

HOME_ZONES = {
    "America/New_York": _("Eastern (New York)"),
    "America/Chicago": _("Central (Chicago)"),
    "America/Denver": _("Mountain (Denver)"),
    "America/Phoenix": _("Mountain without summer time (Phoenix)"),
    "America/Los_Angeles": _("Pacific (Los Angeles)"),
    "America/Anchorage": _("Alaska (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii (Honolulu)"),
    "America/Puerto_Rico": _("Atlantic (Puerto Rico)"),
}
CONTINENTS = "Africa/ America/ Antarctica/ Asia/ Atlantic/ Australia/ Europe/ Indian/ Pacific/".split()


@cache
def zones_in_use() -> list[str]:
    """The names by which the countries of the world know their zones today, from the table beside the zones.

    Where a machine has no such table, every name with a continent; some of these are old spellings.
    """
    for folder in TZPATH:
        table = Path(folder, "zone.tab")
        if table.is_file():
            rows = [row.split("\t") for row in table.read_text(encoding="utf-8").splitlines()]
            return sorted({row[2] for row in rows if not row[0].startswith("#") and len(row) > 2})
    return sorted(name for name in available_timezones() if name.startswith(tuple(CONTINENTS)))


def zone_choices(kept: str = "") -> Choices:
    """The zones of the country first, then those of the world, and `kept`, which may be an old spelling."""
    others = [name for name in zones_in_use() if name not in HOME_ZONES]
    old = [kept] if kept not in {"", "UTC", *others, *HOME_ZONES} else []
    return [
        ("", _("As the portal: %(zone)s") % {"zone": spelled(settings.PORTAL_TIME_ZONE)}),
        (_("United States"), list(HOME_ZONES.items())),
        (_("The world"), [(name, spelled(name)) for name in [*old, *others]] + [("UTC", "UTC")]),
    ]


def spelled(zone: str) -> str:
    """America/Argentina/Buenos_Aires as people read it: America, Argentina, Buenos Aires."""
    return zone.replace("_", " ").replace("/", ", ")


def hour_choices() -> Choices:
    """The hours of a day: 7 AM."""
    return [(hour, time_format(time(hour), "g A")) for hour in range(24)]


class PreferencesForm(forms.ModelForm[Person]):
    """Name, time zone, digest, keyboard."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    digest_frequency = forms.ChoiceField(
        label=_("How often"), choices=DigestFrequency.choices, widget=forms.RadioSelect(attrs={"class": "radios"})
    )
    digest_hour = forms.TypedChoiceField(
        label=_("At"), choices=hour_choices, coerce=int, help_text=_("In your own time zone.")
    )

    class Meta:
        model = Person
        fields = ["name", "time_zone", "digest_frequency", "digest_hour", "keyboard_shortcuts"]
        labels = {"name": _("Your name"), "keyboard_shortcuts": _("Use keyboard shortcuts")}
        help_texts = {
            "keyboard_shortcuts": _("Single keys such as j, k and u. They can get in the way of voice control.")
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = zone_choices(self.instance.time_zone)
