"""What milestones wait for: adding it, without circles, and taking it away."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import lock, lock_name
from members import activity, notices, overdue
from members.models import Activity, Person
from members.permissions import can_write_for
from members.wording import Kind
from projects import kinds, permissions, slips
from projects.models import Dependency, Milestone
from projects.network import network_of
from projects.posting import check_open

ONE_AT_A_TIME = "projects.dependencies"  # the trigger on the table takes the same lock
MOST = 50  # that one milestone can wait for


@transaction.atomic
def add_dependency(milestone: Milestone, *, waits_for: Milestone, actor: Person) -> Dependency:
    """Let the milestone wait for another one, of the same project or of any that is open; twice changes nothing.

    Whoever may edit the milestone may do it. Records the activity, tells those who answer for the other one, and those
    whose milestones are held up by it. Raises NotAllowed; Invalid for itself; Conflict for a circle (`circle`), a
    closed project, one that will not come (`will_not_come`), and above 50.
    """
    lock_name(ONE_AT_A_TIME)  # two who each add one half of a circle: the second sees what the first has added
    _lock(milestone, waits_for)
    _check_may(milestone, actor)
    if milestone.pk == waits_for.pk:
        raise Invalid(_("A milestone cannot wait for itself."), field="waits_for")
    known = Dependency.objects.filter(milestone=milestone, waits_for=waits_for).first()
    if known:
        return known
    _check_may_wait(milestone, waits_for)
    dependency = Dependency.objects.create(milestone=milestone, waits_for=waits_for)
    _touch(milestone)
    because = _record(kinds.MILESTONE_WAITS, dependency, actor=actor)
    _tell_awaited(dependency, actor=actor, because=because)
    slips.tell_held_up([milestone.pk], actor=actor)
    return dependency


@transaction.atomic
def remove_dependency(dependency: Dependency, *, actor: Person) -> None:
    """Let the milestone wait for the other one no longer. Records it. Raises NotAllowed or Conflict."""
    milestone = dependency.milestone
    _lock(milestone, dependency.waits_for)
    _check_may(milestone, actor)
    if not Dependency.objects.filter(pk=dependency.pk).exists():
        return
    notices.void(dependency.subject)
    _record(kinds.MILESTONE_WAITS_NO_LONGER, dependency, actor=actor)
    Dependency.objects.filter(pk=dependency.pk).delete()
    _touch(milestone)
    slips.tell_held_up([milestone.pk], actor=actor)


def _lock(milestone: Milestone, other: Milestone) -> None:
    """Lock the projects, each of which stands for all of its parts, by number; then read both milestones anew."""
    projects = {each.project_id: each.project for each in (milestone, other)}
    lock(*(projects[key] for key in sorted(projects)))
    for each in (milestone, other):
        each.refresh_from_db()
        each.project = projects[each.project_id]


def _check_may(milestone: Milestone, actor: Person) -> None:
    if not permissions.can_edit_milestone(actor, milestone):
        raise overdue.refusal(
            actor,
            milestone.project.organization,
            milestone.organization,
            otherwise=_("Only the lead and whoever answers for this milestone can say what it waits for."),
        )
    check_open(milestone.project)


def _check_may_wait(milestone: Milestone, other: Milestone) -> None:
    if not other.will_come:
        raise Conflict(
            _("“%(title)s” will not come: it was dropped, or its project has ended.") % {"title": other},
            code="will_not_come",
        )
    if milestone.dependencies.count() >= MOST:
        raise Conflict(_("It waits for %(most)d milestones already. Take one away first.") % {"most": MOST}, most=MOST)
    ahead = network_of([other.pk], today=clock.today())
    if milestone.pk in ahead.milestones:
        raise Conflict(
            _("That would be a circle: “%(other)s” itself waits for “%(title)s”, if by others.")
            % {"other": other, "title": milestone},
            code="circle",
        )


def _touch(milestone: Milestone) -> None:
    milestone.changed_at = clock.now()
    milestone.save(update_fields=["changed_at"])


def _tell_awaited(dependency: Dependency, *, actor: Person, because: Activity) -> None:
    """A notice to those who answer for what is waited for, unless one of them did this or nothing is left to do."""
    other = dependency.waits_for
    if not other.is_unfinished or can_write_for(actor, other.organization):
        return
    notices.tell(
        notices.writers_of(other.organization),
        kinds.MILESTONE_IS_AWAITED,
        title=_("%(other)s, by %(milestone)s") % {"other": other.told, "milestone": dependency.milestone.told},
        url=other.get_absolute_url(),
        subject=dependency.subject,
        must_act=False,
        because=because,
    )


def _record(what: Kind, dependency: Dependency, *, actor: Person) -> Activity:
    milestone, other = dependency.milestone, dependency.waits_for
    project, owner = milestone.project, milestone.organization
    topics = dict.fromkeys([*project.topics, *other.project.topics, project.organization.topic])
    return activity.record(
        what,
        actor=actor,
        organization=owner if can_write_for(actor, owner) else project.organization,
        title=milestone.told,
        url=milestone.get_absolute_url(),
        text=_("Waits for %(other)s") % {"other": other.told},
        topics=[*topics, owner.topic, other.organization.topic],
        after={"milestone": milestone.pk, "waits_for": other.pk},
    )
