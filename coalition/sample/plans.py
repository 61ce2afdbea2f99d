"""The sample's projects: posted, joined by partners, moved on, their milestones set and reached."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from coalition.sample import group_work, tables
from coalition.sample.stage import Event, Stage
from coalition.sample.tables import Row
from coalition.shared import clock
from projects import depending, milestones, partnering, posting, slips, status, workgroups
from projects.models import Milestone, MilestoneStatus, ProjectStatus, Workgroup

DEPENDING = -6  # the day on which it was said what waits for what

REASONS = {
    ProjectStatus.ACTIVE: "Everybody asked has said yes.",
    ProjectStatus.PAUSED: "The filters failed the fit test; we look for others.",
    ProjectStatus.DELIVERED: "All milestones are reached.",
}


def events(stage: Stage) -> Iterator[Event]:
    """Everything that happens to plans."""
    texts = tables.plans()
    by_key = {row["key"]: row for row in tables.rows("projects")}
    for row in by_key.values():
        yield from _posting(stage, row, texts[row["key"]])
        yield from _status(stage, row)
    for row in tables.rows("milestones"):
        yield from _milestone(stage, row, project_row=by_key[row["project"]])
    yield Event(stage.cast.moment(0, hour=0), lambda: slips.tell_of_late_milestones(clock.today()))


def _posting(stage: Stage, row: Row, text: str) -> Iterator[Event]:
    posted = stage.posted(row)
    yield Event(posted, partial(_post, stage, row, text))
    for number, slug in enumerate(filter(None, row["partners"].split(",")), 1):
        admitted = stage.cast.organizations[slug].admitted_at or posted
        moment = max(posted, admitted) + timedelta(hours=number)
        yield Event(moment, partial(_bring_partner, stage, row, slug))


def _post(stage: Stage, row: Row, text: str) -> None:
    organization, actor = stage.speaker(row["organization"])
    workgroup = Workgroup.objects.get(name=row["workgroup"])
    workgroups.join_workgroup(workgroup, person=actor)
    stage.projects[row["key"]] = posting.post_project(
        organization=organization,
        actor=actor,
        title=row["title"],
        purpose=row["purpose"],
        plan=text,
        workgroup=workgroup,
        states=list(filter(None, row["states"].split(","))),
        themes=group_work.THEMES[row["workgroup"]],
        help_wanted=group_work.HELP_WANTED.get(row["key"], ""),
        owned=row["key"] != group_work.IDEA,
    )


def _bring_partner(stage: Stage, row: Row, slug: str) -> None:
    project = stage.projects[row["key"]]
    _, leader = stage.speaker(row["organization"])
    organization, partner = stage.speaker(slug)
    asked = partnering.ask_partner(project, actor=leader, organization=organization)
    partnering.answer_partner(asked, actor=partner, accept=True)
    if project.workgroup:
        workgroups.join_workgroup(project.workgroup, person=partner)


def _status(stage: Stage, row: Row) -> Iterator[Event]:
    goal = ProjectStatus(row["status"])
    if goal == ProjectStatus.PROPOSED:
        return
    steps = [ProjectStatus.ACTIVE] if goal == ProjectStatus.ACTIVE else [ProjectStatus.ACTIVE, goal]
    days = int(row["days_ago"])
    for number, step in enumerate(steps, 1):
        moment = stage.cast.moment(-days + days * number // (len(steps) + 1), hour=23)
        yield Event(moment, partial(_change_status, stage, row, step))


def _change_status(stage: Stage, row: Row, step: ProjectStatus) -> None:
    _, actor = stage.speaker(row["organization"])
    status.change_status(stage.projects[row["key"]], actor=actor, status=step, reason=REASONS[step])


def _milestone(stage: Stage, row: Row, *, project_row: Row) -> Iterator[Event]:
    posted = stage.posted(project_row, hour=20)
    admitted = stage.cast.organizations[row["organization"]].admitted_at or posted
    moment = max(posted, admitted + timedelta(hours=8))
    yield Event(moment, partial(_set, stage, row, project_row))
    if row["status"] != MilestoneStatus.PLANNED:
        told = max(moment + timedelta(hours=1), stage.cast.moment(min(int(row["due_day"]), -1), hour=17))
        yield Event(told, partial(_report, stage, row, project_row))
    if row["waits_for"]:
        yield Event(stage.cast.moment(DEPENDING, hour=18), partial(_depend, stage, row))
    if row["first_day"]:
        moved = min(DEPENDING, int(row["first_day"])) + 1
        yield Event(stage.cast.moment(moved, hour=18), partial(_move, stage, row, project_row))


def _set(stage: Stage, row: Row, project_row: Row) -> None:
    _, leader = stage.speaker(project_row["organization"])
    milestones.add_milestone(
        stage.projects[row["project"]],
        actor=leader,
        title=row["title"],
        organization=stage.cast.organizations[row["organization"]],
        starts_on=_day(stage, row["start_day"]) if row["start_day"] else None,
        due_on=_day(stage, row["first_day"] or row["due_day"]),
    )


def _depend(stage: Stage, row: Row) -> None:
    milestone = _found(stage, row["project"], row["title"])
    for named in row["waits_for"].split("; "):
        project, _colon, title = named.rpartition(": ")
        other = _found(stage, project, title) if project in stage.projects else _found(stage, row["project"], named)
        actor = stage.speaker_for(milestone.organization)
        depending.add_dependency(milestone, waits_for=other, actor=actor)


def _move(stage: Stage, row: Row, project_row: Row) -> None:
    _, leader = stage.speaker(project_row["organization"])
    milestone = _found(stage, row["project"], row["title"])
    milestones.edit_milestone(milestone, actor=leader, due_on=_day(stage, row["due_day"]))


def _day(stage: Stage, day: str) -> date:
    return stage.cast.moment(int(day), future=True).date()


def _found(stage: Stage, project: str, title: str) -> Milestone:
    rows = Milestone.objects.select_related("organization", "project__organization", "project__workgroup")
    return rows.get(project=stage.projects[project], title=title)


def _report(stage: Stage, row: Row, project_row: Row) -> None:
    _, leader = stage.speaker(project_row["organization"])
    milestone = _found(stage, row["project"], row["title"])
    milestones.edit_milestone(milestone, actor=leader, status=row["status"], progress=int(row["progress"]))
