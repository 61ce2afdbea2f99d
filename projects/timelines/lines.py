"""What a timeline tells of each milestone, and the finding over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Milestone, Project
from projects.network import Network, network_of
from projects.schedule import Forecast
from projects.slips import chain_in_words
from projects.timelines.chart import Row


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone: what is planned, what is expected, why, and how many days it can slip."""

    milestone: Milestone
    forecast: Forecast
    waits_for: list[Milestone] = field(default_factory=list)
    slack: int | None = None  # days; None for what is not ahead
    is_critical: bool = False
    because: str = ""  # the chain that holds it up, in words

    @property
    def is_ahead(self) -> bool:
        return self.forecast.step.is_ahead

    @property
    def is_late(self) -> bool:
        return self.is_ahead and self.forecast.days_late > 0

    @property
    def is_behind(self) -> bool:
        """Expected later than planned, though not late itself."""
        return not self.is_late and self.forecast.days_behind > 0

    @property
    def note(self) -> str:
        """What stands beside its mark: the day, and what is to be said of it in few words."""
        day = date_format(self.forecast.expected_on, "M j")
        if self.forecast.step.dropped:
            return str(self.milestone.get_status_display()) if not self.milestone.is_unfinished else _("will not come")
        if not self.is_ahead:
            return f"✓ {day}"
        if self.is_late:
            return _("%(day)s, late") % {"day": date_format(self.milestone.due_on, "M j")}
        days = self.forecast.days_behind
        later = ngettext("%(day)s, %(days)d day later", "%(day)s, %(days)d days later", days)
        return later % {"day": day, "days": days} if days else day

    @property
    def row(self) -> Row:
        """As it is drawn."""
        step = self.forecast.step
        kind = "ahead" if step.is_ahead else "dropped" if step.dropped else "reached"
        return Row(
            key=step.key,
            due_on=self.forecast.expected_on if kind == "reached" else step.due_on,
            starts_on=min(step.starts_on, self.forecast.expected_on) if step.starts_on else None,
            first_due_on=step.first_due_on,
            expected_on=self.forecast.expected_on if kind == "ahead" else None,
            progress=self.milestone.progress,
            kind=kind,
            critical=self.is_critical,
            note=self.note,
            waits_for=step.waits_for,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A project with its lines by day, and the day on which the last of them is expected."""

    project: Project
    lines: list[Line]
    ends_on: date | None = None
    more: int = 0  # lines that are left out

    @property
    def heading(self) -> Row:
        """The line that sums it up, as it is drawn: from the first day of what comes to the last."""
        coming = [line.row for line in self.lines if not line.forecast.step.dropped]
        reached = sum(row.kind == "reached" for row in coming)
        note = _("%(reached)d of %(total)d reached") % {"reached": reached, "total": len(coming)}
        days = [day for row in coming for day in (row.starts_on, row.due_on, row.expected_on) if day]
        if not days:
            return Row(-self.project.pk, heading=True)
        return Row(-self.project.pk, due_on=max(days), starts_on=min(days), note=note, heading=True)

    @property
    def first_end(self) -> date:
        """The day on which the last was to be reached, as first planned."""
        return max(line.milestone.first_due_on for line in self.lines if not line.forecast.step.dropped)


def groups_of(projects: Sequence[Project], *, today: date) -> list[Group]:
    """The groups of the projects, in their order; three queries, however many there are."""
    keys = list(Milestone.objects.filter(project__in=projects).order_by().values_list("pk", flat=True))
    network = network_of(keys, today=today)
    own: dict[int, list[int]] = {project.pk: [] for project in projects}
    for milestone in network.milestones.values():
        own.get(milestone.project_id, []).append(milestone.pk)
    return [_group(network, project, own[project.pk]) for project in projects]


def _group(network: Network, project: Project, keys: list[int]) -> Group:
    way = network.schedule.towards(keys)
    critical = way.critical if len(way.critical) > 1 else ()  # the last of a plan alone is no path
    lines = [
        Line(
            milestone=network.milestones[key],
            forecast=network.forecast(key),
            waits_for=[network.milestones[other] for other in sorted(network.waits_for.get(key, []))],
            slack=way.slack.get(key),
            is_critical=key in critical,
            because=chain_in_words(network, key),
        )
        for key in keys
    ]
    return Group(project, lines, way.ends_on)


def finding(lines: Iterable[Line]) -> str:
    """How many are late and how many more will be, in a sentence; the title of the drawing."""
    counted = [line for line in lines if not line.forecast.step.dropped]
    late, behind = sum(line.is_late for line in counted), sum(line.is_behind for line in counted)
    values = {"late": late, "total": len(counted), "behind": behind}
    if not counted:
        return _("No milestone is planned")
    if not any(line.is_ahead for line in counted):
        return ngettext("The one milestone is reached", "All %(total)d milestones are reached", len(counted)) % values
    if late:
        said = ngettext("%(late)d of %(total)d milestones is late", "%(late)d of %(total)d milestones are late", late)
        more = ngettext(", %(behind)d more is expected later", ", %(behind)d more are expected later", behind)
    else:
        said = ngettext("The one milestone is not late", "None of %(total)d milestones is late", len(counted))
        more = ngettext(", %(behind)d is expected later", ", %(behind)d are expected later", behind)
    said += more if behind else ""
    return said % values


def finding_of(group: Group) -> str:
    """The finding of one project, with the day on which its critical path ends."""
    said = finding(group.lines)
    if group.ends_on is None:
        return said
    behind = (group.ends_on - group.first_end).days
    values = {"said": said, "day": date_format(group.ends_on, "F j"), "days": behind}
    if behind <= 0:
        return _("%(said)s; the critical path ends on %(day)s") % values
    return (
        ngettext(
            "%(said)s; the critical path ends on %(day)s, %(days)d day later than first planned",
            "%(said)s; the critical path ends on %(day)s, %(days)d days later than first planned",
            behind,
        )
        % values
    )
