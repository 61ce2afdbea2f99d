"""Gaps: critical requests that lack units and that no plan covers, for the coordinators.

A plan covers a request that is part of it while it is open, or one of a matter that it has as a theme, in a state that
it concerns. What a request is about follows from the group of its type.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, Exists, Func, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from members.models import Person
from projects.models import Project, Theme
from projects.models.project import OPEN
from resources.models import Request, Severity

# By the names that the catalogue begins with. A group that is not here is about no theme: only a project of its own
# covers its request, which is shown rather than lost.
THEMES: dict[str, tuple[Theme, ...]] = {
    "PPE": (Theme.SUPPLIES,),
    "Respiratory": (Theme.VENTILATION,),
    "Beds & space": (Theme.BEDS,),
    "Lab & testing": (Theme.TESTING,),
    "Pharmaceuticals": (Theme.TREATMENT,),
    "Clinical staff": (Theme.STAFF,),
    "Expertise": (Theme.STAFF, Theme.MODELING, Theme.DATA),
    "Compute & cloud": (Theme.DATA, Theme.MODELING),
    "Software & data": (Theme.DATA, Theme.MODELING, Theme.TELEHEALTH),
    "Transport": (Theme.SUPPLIES,),
    "Facilities": (Theme.SUPPLIES,),
}
_ARRAY = ArrayField(CharField(max_length=12))


@dataclass(frozen=True, slots=True)
class Gap:
    """A request that no plan covers, why it is one, and the theme under which plans for it would stand."""

    request: Request
    reasons: list[str]
    theme: str


def gaps(reader: Person) -> Any:
    """The requests that are gaps, the most urgent first, along the index of the coordinators' queue."""
    critical = Request.objects.visible_to(reader).uncovered().of_members()
    critical = critical.filter(severity_rank=Severity.values.index(Severity.CRITICAL)).annotate(_themes=_themes())
    alike = Project.objects.open().filter(
        Q(states__contains=Func(OuterRef("state"), template="ARRAY[%(expressions)s]::varchar[]", output_field=_ARRAY))
        | Q(states=[]),
        themes__overlap=OuterRef("_themes"),
    )
    rows = critical.exclude(project__status__in=OPEN).exclude(Exists(alike))
    return rows.select_related("organization", "resource_type__group", "project").most_urgent_first()


def told(request: Request) -> Gap:
    """The gap with its reasons in words."""
    themes = THEMES.get(request.resource_type.group.name, ())
    project = request.project
    reasons = [
        _("Its project “%(project)s” is no longer open") % {"project": project} if project else _("Part of no project")
    ]
    if themes:
        names = ", ".join(str(theme.label) for theme in themes)
        values = {"themes": names, "state": request.get_state_display()}
        reasons.append(_("No open plan in %(state)s on: %(themes)s") % values)
    return Gap(request, reasons, str(themes[0]) if themes else "")


def _themes() -> Case:
    cases = [
        When(resource_type__group__name=name, then=Value([str(theme) for theme in themes], output_field=_ARRAY))
        for name, themes in THEMES.items()
    ]
    return Case(*cases, default=Value([], output_field=_ARRAY), output_field=_ARRAY)
