"""Telling those whose milestones others hold up: once for what holds them up and the days planned then."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coalition.shared import clock
from members import activity, notices
from members.models import Activity, Person
from members.permissions import can_write_for
from projects import kinds
from projects.models import Dependency, HeldUp, Milestone
from projects.network import Network, network_of, waiting_for

MOVING = frozenset({"starts_on", "due_on", "status"})  # the fields by which a milestone moves those that wait for it
BATCH = 200

# Told once: of two that find the same at the same moment, one gets the row.
TOLD = """
INSERT INTO projects_heldup (milestone_id, cause_id, due_on, cause_due_on, told_at)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tell_held_up(keys: Iterable[int], *, actor: Person | None) -> int:
    """Tell those who answer for milestones that wait for these, and are held up now; returns of how many.

    Each is recorded, and told by notice to the writers of its organization but for those the actor writes for; the
    notice of one that is held up no longer is taken back. What was told is not told again until the plan of either
    end changes.
    """
    keys = list(keys)
    waiting = waiting_for(keys)
    network = network_of([*waiting, *keys], today=clock.today())
    told = 0
    for key in sorted({*waiting, *keys}):
        held = network.forecast(key).is_held_up
        if held and key in waiting:
            told += _tell(network, key, actor=actor)
        elif not held:
            _take_back(network.milestones[key])
    return told


def tell_in_vain(keys: Iterable[int], *, actor: Person | None) -> int:
    """Tell those whose milestones wait for these, which will not come any more; returns of how many.

    By notice to the writers of each organization, but for those that the actor writes for.
    """
    rows = Dependency.objects.filter(waits_for__in=list(keys), milestone__in=Milestone.objects.waiting())
    told = 0
    for row in rows.select_related("milestone__organization", "milestone__project", "waits_for__project"):
        if row.waits_for.will_come:
            continue
        notices.void(row.subject)  # nobody need know any more that it is waited for
        told += 1
        titles = {"milestone": row.milestone.told, "other": row.waits_for.told}
        if actor is None or not can_write_for(actor, row.milestone.organization):
            notices.tell(
                notices.writers_of(row.milestone.organization),
                kinds.YOURS_WAITS_IN_VAIN,
                title=_("%(milestone)s, for %(other)s") % titles,
                url=row.milestone.get_absolute_url(),
                subject=row.subject,
                must_act=False,
            )
    return told


def tell_of_late_milestones(today: date) -> int:
    """Tell of all milestones that those late on the day `today` hold up; returns how many were not told of before."""
    awaited = Exists(Dependency.objects.filter(waits_for=OuterRef("pk")))
    late = list(Milestone.objects.late(today).filter(awaited).order_by("pk").values_list("pk", flat=True))
    return sum(tell_held_up(late[at : at + BATCH], actor=None) for at in range(0, len(late), BATCH))


def reason(network: Network, key: int) -> str:
    """Why a milestone is expected later than planned, in words: “Expected Dec 13, 8 days later: waits for ...”."""
    days = network.forecast(key).days_behind
    values = {
        "day": date_format(network.forecast(key).expected_on, "M j"),
        "days": days,
        "chain": chain_in_words(network, key),
    }
    return (
        ngettext(
            "Expected %(day)s, %(days)d day later: waits for %(chain)s",
            "Expected %(day)s, %(days)d days later: waits for %(chain)s",
            days,
        )
        % values
    )


def chain_in_words(network: Network, key: int) -> str:
    """What holds a milestone up, link by link; one of another project is named with its project."""
    own = network.milestones[key].project_id
    links = [each.title if each.project_id == own else each.told for each in network.chain(key)]
    return _(", which waits for ").join(links)


def subject_of(milestone: Milestone) -> str:
    """The word under which notices say that a milestone is held up."""
    return f"held-up:{milestone.pk}"


def _tell(network: Network, key: int, *, actor: Person | None) -> int:
    milestone, cause = network.milestones[key], network.cause(key)
    if cause is None or not _is_new(milestone, cause):
        return 0
    because = _record(network, milestone, cause=cause, actor=actor)
    notices.void(subject_of(milestone))
    if actor is None or not can_write_for(actor, milestone.organization):
        notices.tell(
            notices.writers_of(milestone.organization),
            kinds.YOURS_IS_HELD_UP,
            title=f"{milestone.told}. {reason(network, key)}",
            url=milestone.get_absolute_url(),
            subject=subject_of(milestone),
            must_act=False,
            because=because,
        )
    return 1


def _is_new(milestone: Milestone, cause: Milestone) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [milestone.pk, cause.pk, milestone.due_on, cause.due_on, clock.now()])
        return bool(cursor.rowcount)


def _take_back(milestone: Milestone) -> None:
    if HeldUp.objects.filter(milestone=milestone).exists():
        notices.void(subject_of(milestone))


def _record(network: Network, milestone: Milestone, *, cause: Milestone, actor: Person | None) -> Activity:
    forecast, project = network.forecast(milestone.pk), milestone.project
    return activity.record(
        kinds.MILESTONE_HELD_UP,
        actor=actor,
        organization=cause.organization,
        title=milestone.told,
        url=milestone.get_absolute_url(),
        text=reason(network, milestone.pk),
        topics=[*project.topics, project.organization.topic, milestone.organization.topic],
        before={"milestone": milestone.pk, "due_on": milestone.due_on},
        after={"milestone": milestone.pk, "expected_on": forecast.expected_on, "held_up_by": cause.pk},
    )
