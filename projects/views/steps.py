"""The milestones of a plan as its page shows them: what they wait for, what waits for them, what holds them up."""

from collections import defaultdict
from dataclasses import dataclass, field

from coalition.shared import clock
from members.acting import MemberRequest
from projects import permissions
from projects.models import Dependency, Milestone, Project
from projects.network import Network, network_of
from projects.schedule import Forecast
from projects.slips import reason


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as the page shows it to this reader."""

    milestone: Milestone
    forecast: Forecast
    is_late: bool
    can_edit: bool
    reason: str = ""
    waits_for: list[Milestone] = field(default_factory=list)
    awaited_by: list[Milestone] = field(default_factory=list)

    @property
    def in_vain(self) -> list[Milestone]:
        """What it waits for and will not come: dropped, or unfinished in a project that has ended."""
        return [each for each in self.waits_for if not each.will_come] if self.milestone.is_unfinished else []


def steps_of(request: MemberRequest, project: Project) -> list[Step]:
    """The milestones by day; four queries, however many there are."""
    today = clock.today()
    keys = list(project.milestones.values_list("pk", flat=True))
    network, awaited = network_of(keys, today=today), _awaited(keys)
    own = [milestone for milestone in network.milestones.values() if milestone.project_id == project.pk]
    for milestone in own:
        milestone.project = project  # one for all, so that its owners are asked for once
    return [
        Step(
            milestone=milestone,
            forecast=network.forecast(milestone.pk),
            is_late=project.is_open and milestone.is_late(today),
            can_edit=not project.is_closed and permissions.can_edit_milestone(request.user, milestone),
            reason=reason(network, milestone.pk) if network.forecast(milestone.pk).is_held_up else "",
            waits_for=_waited_for(network, milestone),
            awaited_by=awaited[milestone.pk],
        )
        for milestone in own
    ]


def _waited_for(network: Network, milestone: Milestone) -> list[Milestone]:
    others = [network.milestones[key] for key in network.waits_for.get(milestone.pk, [])]
    return sorted(others, key=lambda other: (other.due_on, other.pk))


def _awaited(keys: list[int]) -> dict[int, list[Milestone]]:
    """What waits for each of the milestones directly."""
    rows = Dependency.objects.filter(waits_for__in=keys).select_related("milestone__project").order_by("milestone")
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in rows.defer("milestone__project__plan", "milestone__project__purpose") if keys else ():
        found[row.waits_for_id].append(row.milestone)
    return found
