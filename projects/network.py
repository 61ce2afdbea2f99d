"""The milestones of plans with all that they wait for, brought from the database to the schedule.

However large the plans, two queries: one walks the dependencies, one brings the milestones.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from projects.models import Milestone, MilestoneStatus
from projects.schedule import Forecast, Schedule, Step, schedule

# UNION, not UNION ALL: what is reached by two ways is walked once.
UPSTREAM = """
WITH RECURSIVE way(milestone_id, waits_for_id) AS (
    SELECT milestone_id, waits_for_id FROM projects_dependency WHERE milestone_id = ANY(%s)
    UNION
    SELECT d.milestone_id, d.waits_for_id FROM way JOIN projects_dependency d ON d.milestone_id = way.waits_for_id
)
SELECT milestone_id, waits_for_id FROM way
"""
DOWNSTREAM = """
WITH RECURSIVE way(milestone_id) AS (
    SELECT milestone_id FROM projects_dependency WHERE waits_for_id = ANY(%s)
    UNION
    SELECT d.milestone_id FROM way JOIN projects_dependency d ON d.waits_for_id = way.milestone_id
)
SELECT milestone_id FROM way ORDER BY milestone_id
"""


@dataclass(frozen=True)
class Network:
    """Milestones by their keys, with project and organization, and their schedule."""

    milestones: dict[int, Milestone]
    waits_for: dict[int, list[int]]
    schedule: Schedule

    def forecast(self, key: int) -> Forecast:
        """What comes of the milestone with this key."""
        return self.schedule[key]

    def cause(self, key: int) -> Milestone | None:
        """The milestone that in the end holds up this one; None when none does."""
        chain = self.schedule.chain(key)
        return self.milestones[chain[-1]] if chain else None

    def chain(self, key: int) -> list[Milestone]:
        """What holds up this one, what holds up that, and so on to the cause."""
        return [self.milestones[each] for each in self.schedule.chain(key)]


def network_of(keys: Iterable[int], *, today: date) -> Network:
    """The network of the milestones with these keys and of all that they wait for, however far, in any project."""
    asked = set(keys)
    waits_for: dict[int, list[int]] = defaultdict(list)
    for milestone, other in _rows(UPSTREAM, asked):
        waits_for[milestone].append(other)
        asked |= {milestone, other}
    rows = Milestone.objects.filter(pk__in=asked).select_related("organization", "project__organization")
    found = {row.pk: row for row in rows.defer("project__plan", "project__purpose").order_by("due_on", "pk")}
    steps = [_step(row, tuple(waits_for[row.pk])) for row in found.values()]
    return Network(found, waits_for, schedule(steps, today=today))


def waiting_for(keys: Iterable[int]) -> list[int]:
    """The keys of all milestones that wait for any of these, directly or by others, in order."""
    return [row[0] for row in _rows(DOWNSTREAM, set(keys))]


def _step(milestone: Milestone, waits_for: tuple[int, ...]) -> Step:
    reached = milestone.status == MilestoneStatus.REACHED
    return Step(
        key=milestone.pk,
        due_on=milestone.due_on,
        starts_on=milestone.starts_on,
        first_due_on=milestone.first_due_on,
        reached_on=(milestone.reached_on or milestone.due_on) if reached else None,
        begun=milestone.status == MilestoneStatus.UNDER_WAY,
        dropped=not milestone.will_come,
        waits_for=waits_for,
    )


def _rows(question: str, keys: set[int]) -> list[tuple[int, ...]]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(question, [sorted(keys)])
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows
