"""Files of plans into the portal: the verbs change what differs, and every plan and milestone ends in a report."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, DomainError, Invalid
from coalition.shared.locking import hold, lock, lock_name
from members import overdue
from members.models import Organization, Person
from projects import permissions
from projects.depending import ONE_AT_A_TIME, add_dependency, remove_dependency
from projects.milestones import add_milestone, edit_milestone
from projects.models import Milestone, Project, ProjectStatus, Workgroup
from projects.plan_files.reading import PlanFile, Record, Values
from projects.plan_files.report import CHANGED, POSTED, REFUSED, SAME, Outcome, Report
from projects.plan_files.writing import milestone_record, plan_record
from projects.posting import edit_project, post_project

Row = TypeVar("Row", bound=Model)

PLAN_FIELDS = ("title", "purpose", "plan", "help_wanted", "workgroup", "themes", "states")
MILESTONE_FIELDS = ("title", "organization", "starts_on", "due_on", "status", "progress")
MUST_STAND = ("title", "organization", "due_on", "status", "progress")
SETS = ("themes", "states", "waits_for")


def take_in(file: PlanFile, *, organization: Organization, actor: Person, dry_run: bool = False) -> Report:
    """Bring the plans of the portal to what the file says, each plan and each milestone by itself.

    What has a number is changed where it differs, if nobody saved it since; what has none is posted, a plan for the
    organization. What the file leaves out stays. Each verb decides for the actor; its refusal is told, and the rest
    goes on. A dry run does everything and keeps nothing. Raises NotAllowed for who may not post for the organization.
    """
    if not permissions.can_post_project(actor, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("%(person)s may not post for %(name)s.") % {"person": actor, "name": organization},
        )
    with _kept_unless(dry_run, file, organization):
        return _TakingIn(organization=organization, actor=actor).take(file)


@contextmanager
def _kept_unless(dry_run: bool, file: PlanFile, organization: Organization) -> Iterator[None]:
    """A dry run is one transaction over many verbs: it takes all their locks first, in the order that each has."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        slugs = {step.values["organization"] for step in file.milestones if "organization" in step.values}
        hold(organization, *Organization.objects.filter(slug__in=slugs).exclude(pk=organization.pk))
        lock_name(ONE_AT_A_TIME)
        numbers = [*(plan.id for plan in file.plans), *(step.values.get("project") for step in file.milestones)]
        lock(*Project.objects.filter(pk__in={number for number in numbers if number}).order_by("pk"))
        yield
        transaction.set_rollback(True)


@contextmanager
def _refusals_in(outcome: Outcome) -> Iterator[None]:
    """Put the refusal of a verb into the outcome."""
    try:
        yield
    except DomainError as refusal:
        outcome.faults.append(f"{refusal.field}: {refusal}" if refusal.field else str(refusal))
        if outcome.what == SAME:
            outcome.what = REFUSED


class _TakingIn:
    """One file on its way in."""

    def __init__(self, *, organization: Organization, actor: Person) -> None:
        self.organization, self.actor = organization, actor
        self.groups = {group.slug: group for group in Workgroup.objects.all()}
        self.organizations: dict[str, Organization | None] = {}
        self.plans: dict[int, Project] = {}  # by the identity of their records

    def take(self, file: PlanFile) -> Report:
        """Plans first, then milestones, then what these wait for, which may be one another."""
        report, rows = Report(), list[tuple[Record, Outcome, Milestone]]()
        for plan in file.plans:
            outcome = report.open(plan)
            with _refusals_in(outcome):
                self._plan(plan, outcome)
        for step in file.milestones:
            outcome = report.open(step)
            with _refusals_in(outcome):
                rows.append((step, outcome, self._milestone(step, outcome)))
        for step, outcome, milestone in rows:
            with _refusals_in(outcome):
                self._waits(milestone, step, outcome)
        return report

    # Plans

    def _plan(self, record: Record, outcome: Outcome) -> None:
        record.check()
        given = {name: record.values[name] for name in PLAN_FIELDS if name in record.values}
        if record.id is None:
            project = self._new_plan(given)
            outcome.what = POSTED
        else:
            project = self._known_plan(record, given, outcome)
        outcome.title, outcome.address = project.title, project.get_absolute_url()
        self.plans[id(record)] = project

    @transaction.atomic
    def _new_plan(self, given: Values) -> Project:
        hold(self.organization)
        lock_name(f"projects.plan_files:{self.organization.pk}")  # the same file sent twice at once posts it once
        for name in ("title", "purpose"):
            if not given.get(name, "").strip():
                raise Invalid(_("A new plan needs it."), field=name)
        same = Project.objects.filter(organization=self.organization, title__iexact=given["title"].strip()).first()
        if same:
            raise Conflict(
                _("%(name)s has a plan with this title, number %(n)d. Give that number, or another title.")
                % {"name": self.organization, "n": same.pk}
            )
        return post_project(organization=self.organization, actor=self.actor, **self._as_written(given))

    def _known_plan(self, record: Record, given: Values, outcome: Outcome) -> Project:
        project = _one(self._projects(), record.id)
        if project is None:
            raise Invalid(_("There is no plan with this number."), field="id")
        present = plan_record(project)
        if record.values.get("posted_at", present["posted_at"]) != present["posted_at"]:
            raise Invalid(
                _("This is another plan than the one with this number here. Leave the number out to post it anew."),
                field="id",
            )
        differing = _differing(given, present)
        if differing:
            self._check_version(record, project.version)
            written = self._as_written({name: given[name] for name in differing})
            edit_project(project, actor=self.actor, version=project.version, note=_("From a file"), **written)
            outcome.what, outcome.changed = CHANGED, _labels(Project, differing)
        outcome.notes = [
            _("%(field)s stays “%(value)s”: change it on the page of the plan.") % {"field": label, "value": shown}
            for name, label, shown in (
                ("organization", _("The lead"), str(project.organization)),
                ("status", _("The status"), str(ProjectStatus(project.status).label)),
            )
            if record.values.get(name, "") not in ("", present[name])
        ]
        return project

    def _as_written(self, given: Values) -> dict[str, Any]:
        """What the verbs are given: the workgroup itself instead of its slug."""
        written = dict(given)
        if "workgroup" in given:
            slug = given["workgroup"].strip()
            if slug and slug not in self.groups:
                raise Invalid(_("There is no workgroup “%(slug)s”.") % {"slug": slug[:60]}, field="workgroup")
            written["workgroup"] = self.groups.get(slug)
        return written

    # Milestones

    def _milestone(self, record: Record, outcome: Outcome) -> Milestone:
        record.check()
        given = {name: record.values[name] for name in MILESTONE_FIELDS if name in record.values}
        empty = [name for name in MUST_STAND if name in given and given[name] in ("", None)]
        if record.id is None:
            given = {name: value for name, value in given.items() if name not in empty}
            milestone = self._new_milestone(self._project_of(record), given)
            outcome.what = POSTED
        elif empty:
            raise Invalid(_("It cannot be empty."), field=empty[0])
        else:
            milestone = self._known_milestone(record, given, outcome)
        outcome.title, outcome.address = milestone.told, milestone.get_absolute_url()
        return milestone

    def _project_of(self, record: Record) -> Project:
        """The plan that a new milestone stands in, or names by number."""
        number = _plan_number(record)
        if record.plan is not None and id(record.plan) in self.plans:
            number = self.plans[id(record.plan)].pk
        project = _one(self._projects(), number)
        if project is None:
            raise Invalid(_("There is no plan with this number."), field="project")
        return project

    @transaction.atomic
    def _new_milestone(self, project: Project, given: Values) -> Milestone:
        for name in ("title", "due_on"):
            if name not in given:
                raise Invalid(_("A new milestone needs it."), field=name)
        organization = self._organization(given["organization"]) if "organization" in given else project.organization
        hold(organization)
        lock(project)
        same = project.milestones.filter(title__iexact=given["title"].strip(), due_on=given["due_on"]).first()
        if same:
            raise Conflict(_("The plan has it already, as number %(n)d. Give that number.") % {"n": same.pk})
        begun = {name: given[name] for name in ("status", "progress") if name in given}
        milestone = add_milestone(
            project,
            actor=self.actor,
            title=given["title"],
            organization=organization,
            due_on=given["due_on"],
            starts_on=given.get("starts_on"),
        )
        return edit_milestone(milestone, actor=self.actor, **begun) if begun else milestone

    def _known_milestone(self, record: Record, given: Values, outcome: Outcome) -> Milestone:
        milestone = _one(self._milestones(), record.id)
        if milestone is None:
            raise Invalid(_("There is no milestone with this number."), field="id")
        if _plan_number(record) != milestone.project_id and (record.plan or _plan_number(record)):
            raise Invalid(
                _("The milestone with this number belongs to plan %(n)d.") % {"n": milestone.project_id}, field="id"
            )
        differing = _differing(given, milestone_record(milestone))
        if differing:
            self._check_version(record, milestone.version)
            written = {name: given[name] for name in differing}
            if "organization" in written:
                written["organization"] = self._organization(written["organization"])
            edit_milestone(milestone, actor=self.actor, version=milestone.version, **written)
            outcome.what, outcome.changed = CHANGED, _labels(Milestone, differing)
        return milestone

    def _waits(self, milestone: Milestone, record: Record, outcome: Outcome) -> None:
        """Add what the file has more, take away what it has less."""
        if "waits_for" not in record.values:
            return
        wanted = {number for number in record.values["waits_for"] if number is not None}
        present = {each.waits_for_id: each for each in milestone.dependencies.select_related("waits_for__project")}
        if wanted == set(present):
            return
        others = {row.pk: row for row in self._milestones().filter(pk__in=wanted - set(present))}
        missing = sorted(wanted - set(present) - set(others))
        if missing:
            raise Invalid(_("There is no milestone with the number %(n)d.") % {"n": missing[0]}, field="waits_for")
        gone = set(present) - wanted
        with transaction.atomic():
            lock_name(ONE_AT_A_TIME)
            numbers = {row.project_id for row in (milestone, *others.values(), *(present[n].waits_for for n in gone))}
            lock(*Project.objects.filter(pk__in=numbers).order_by("pk"))
            for number in sorted(gone):
                remove_dependency(present[number], actor=self.actor)
            for number in sorted(others):
                add_dependency(milestone, waits_for=others[number], actor=self.actor)
        outcome.changed.append(_("what it waits for"))
        if outcome.what == SAME:
            outcome.what = CHANGED

    # Both

    def _projects(self) -> "QuerySet[Project]":
        return Project.objects.visible_to(self.actor).select_related("organization", "workgroup")

    def _milestones(self) -> "QuerySet[Milestone]":
        return Milestone.objects.visible_to(self.actor).select_related("organization", "project__organization")

    def _organization(self, slug: str) -> Organization:
        if slug not in self.organizations:
            self.organizations[slug] = Organization.objects.filter(slug=slug.strip()).first()
        found = self.organizations[slug]
        if found is None:
            raise Invalid(_("There is no organization “%(slug)s”.") % {"slug": slug[:60]}, field="organization")
        return found

    def _check_version(self, record: Record, version: int) -> None:
        if record.version != version:
            raise Conflict(
                _("It was saved here since it was exported: it is at version %(now)d, the file has %(then)s.")
                % {"now": version, "then": record.version if record.version is not None else _("none")}
                + " "
                + _("Export it anew, and put your changes into that file."),
                code="version_conflict",
                field="version",
            )


def _one(rows: "QuerySet[Row]", number: int | None) -> Row | None:
    """The row with this number, if there is one."""
    return None if number is None else rows.filter(pk=number).first()


def _plan_number(record: Record) -> int | None:
    """The number of the plan that a milestone stands in, or that it names."""
    return record.plan.id if record.plan is not None else record.values.get("project")


def _differing(given: Values, present: Values) -> list[str]:
    """The names of the values that are not what the portal has; how lines end, and the order of a set, do not count."""
    return [name for name, value in given.items() if _comparable(name, value) != _comparable(name, present[name])]


def _comparable(name: str, value: Any) -> Any:
    if name in SETS:
        return sorted(value)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _labels(model: type[Project] | type[Milestone], names: Iterable[str]) -> list[str]:
    return [str(model._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]  # own fields
