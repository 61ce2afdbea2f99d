"""The periods that reports look back over: few and fixed, so that nobody cuts a single case out of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock

DAYS: dict[str, int | None] = {"30": 30, "90": 90, "365": 365, "all": None}  # the shortest first, each within the next
LABELS: dict[str, Promise] = {
    "30": _("Last 30 days"),
    "90": _("Last 90 days"),
    "365": _("Last 365 days"),
    "all": _("All time"),
}
USUAL = "90"
BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")  # before anything was posted


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` on, up to now; its word stands in the address."""

    word: str
    since: datetime

    @property
    def label(self) -> Promise:
        return LABELS[self.word]

    @property
    def is_everything(self) -> bool:
        return DAYS[self.word] is None


def period(word: str) -> Period:
    """The period of the word; the usual one for a word that is none."""
    word = word if word in DAYS else USUAL
    return Period(word, since(word))


def since(word: str) -> datetime:
    """When the period begins: so many days before now."""
    days = DAYS[word]
    return BEGINNING if days is None else clock.now() - timedelta(days=days)


def stretches() -> dict[str, datetime]:
    """What a query asks to sort moments into: `since_0` to `since_3` begin the periods, the shortest first."""
    return {f"since_{number}": since(word) for number, word in enumerate(DAYS)}


def tabs(chosen: Period, path: str, query: Mapping[str, str] | None = None) -> list[dict[str, object]]:
    """The links from one period to the others, as `components/tabs.html` shows them."""
    rest = "".join(f"&{name}={value}" for name, value in (query or {}).items() if value)
    return [
        {"label": label, "url": f"{path}?period={word}{rest}", "current": word == chosen.word}
        for word, label in LABELS.items()
    ]
