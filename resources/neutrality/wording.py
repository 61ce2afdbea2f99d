"""The neutrality report in plain words."""

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coalition.shared.geography import REGION_SEATS
from members.models import OrganizationKind, OrganizationSize
from resources.models import Severity
from resources.neutrality.report import Finding

TITLES: dict[str, Promise] = {
    "size": gettext_lazy("By size of the organization"),
    "kind": gettext_lazy("By kind of organization"),
    "region": gettext_lazy("By region of the organization"),
    "severity": gettext_lazy("By severity of the request"),
}
HEADS: dict[str, Promise] = {
    "size": gettext_lazy("Size"),
    "kind": gettext_lazy("Kind"),
    "region": gettext_lazy("Region"),
    "severity": gettext_lazy("Severity"),
}
UNSAID = gettext_lazy("Not said")

WHO_BY_SIZE: dict[str, Promise] = {
    "small": gettext_lazy("Small organizations"),
    "middle": gettext_lazy("Middle-sized organizations"),
    "large": gettext_lazy("Large organizations"),
    "": gettext_lazy("Organizations that do not say their size"),
}
WHO_BY_SEVERITY: dict[str, Promise] = {
    "critical": gettext_lazy("Critical requests"),
    "high": gettext_lazy("Requests of high severity"),
    "medium": gettext_lazy("Requests of medium severity"),
    "low": gettext_lazy("Requests of low severity"),
}

DAY, HOUR = 86_400, 3_600
CHANCE_EXPLAINS, MOSTLY = 0.05, 0.5  # from here on


def label(grouping: str, group: str) -> str:
    """The group as a row names it."""
    if not grouping:
        return _("All together")
    if grouping == "region":
        return _("Region %(region)s") % {"region": _region(group)} if group else str(UNSAID)
    names = {"size": OrganizationSize.choices, "kind": OrganizationKind.choices, "severity": Severity.choices}
    return str(dict(names[grouping]).get(group, UNSAID))


def duration(seconds: float) -> str:
    """“2.1 days”; below a day in whole hours."""
    if abs(seconds) < DAY:
        hours = round(seconds / HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return _("%(n)s days") % {"n": number_format(round(seconds / DAY, 1), 1)}


def told(finding: Finding, *, tests: int) -> str:
    """The finding as sentences: what differs and by how much, and how often chance does as much."""
    if finding.difference is None:
        return _("There are too few cases to say.")
    if round(finding.difference.by) == 0:
        return SAME[finding.measure]()
    return f"{DIFFERS[finding.measure](finding)} {_chance(finding, tests=tests)}"


def _waited(finding: Finding) -> str:
    assert finding.difference is not None  # noqa: S101  # asked before
    by = finding.difference.by
    words = {"who": _who(finding.grouping, finding.difference.group), "time": duration(abs(by))}
    if by > 0:
        return _("%(who)s waited on average %(time)s longer for an agreement than the others.") % words
    return _("%(who)s waited on average %(time)s less for an agreement than the others.") % words


def _arrived(finding: Finding) -> str:
    assert finding.difference is not None  # noqa: S101  # asked before
    points = finding.difference.by / 10_000
    who = _who(finding.grouping, finding.difference.group)
    words = {"who": who, "points": number_format(round(abs(points), 1), 1)}
    if points > 0:
        return _("%(who)s got more of what they asked for than the others, by %(points)s percentage points.") % words
    return _("%(who)s got less of what they asked for than the others, by %(points)s percentage points.") % words


DIFFERS: dict[str, Callable[[Finding], str]] = {"waited": _waited, "arrived": _arrived}
SAME: dict[str, Callable[[], str]] = {
    "waited": lambda: _("All waited equally long for an agreement."),
    "arrived": lambda: _("All got an equal share of what they asked for."),
}


def _chance(finding: Finding, *, tests: int) -> str:
    if finding.p >= MOSTLY:
        return _("Differences this large come by chance more often than not, with %(tests)s tests on this page.") % {
            "tests": tests
        }
    often = _(
        "A difference this large would come by chance in %(n)s of 100 such samples, the %(tests)s tests of this page "
        "taken together:"
    ) % {"n": round(100 * finding.p) or _("fewer than 1"), "tests": tests}
    if finding.p >= CHANCE_EXPLAINS:
        return f"{often} {_('chance may well explain it.')}"
    return f"{often} {_('chance hardly explains it.')}"


def _who(grouping: str, group: str) -> str:
    if grouping == "size":
        return str(WHO_BY_SIZE[group])
    if grouping == "severity":
        return str(WHO_BY_SEVERITY[group])
    if grouping == "region":
        return _("Organizations in region %(region)s") % {"region": _region(group)}
    return _("Organizations of the kind “%(kind)s”") % {"kind": label(grouping, group)}


def _region(group: str) -> str:
    """“5 (Chicago)”, after the city of its office."""
    return f"{group} ({REGION_SEATS[int(group)]})" if group else str(UNSAID)
