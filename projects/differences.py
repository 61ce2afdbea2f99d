"""What changed from one version of a plan to another, field by field."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.differences import Passage, rewritten
from projects.models import PlanVersion


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan: what became of it."""

    label: str | Promise
    passages: list[Passage]

    @property
    def is_kept(self) -> bool:
        return all(passage.is_kept for passage in self.passages)


LABELS = (
    ("title", gettext_lazy("Title")),
    ("purpose", gettext_lazy("Purpose")),
    ("plan", gettext_lazy("Plan")),
    ("help_wanted", gettext_lazy("Needs help with")),
    ("lead", gettext_lazy("Lead")),
    ("workgroup", gettext_lazy("Workgroup")),
    ("themes", gettext_lazy("Themes")),
    ("states", gettext_lazy("Where")),
)


def between(old: PlanVersion, new: PlanVersion) -> list[Part]:
    """The parts of a plan as they stand on its page, each with how the old one becomes the new one."""
    was, now = words_of(old), words_of(new)
    return [Part(label, rewritten(was[name], now[name])) for name, label in LABELS]


def words_of(version: PlanVersion) -> dict[str, str]:
    """What a version says, by part, as a person reads it; lists by lines."""
    return {
        "title": version.title,
        "purpose": version.purpose,
        "plan": version.plan,
        "help_wanted": version.help_wanted,
        "lead": version.lead.name,
        "workgroup": version.workgroup.name if version.workgroup else _("None"),
        "themes": "\n".join(version.theme_names),
        "states": "\n".join(version.places) or _("The whole country"),
    }
