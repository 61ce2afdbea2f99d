"""How the sample's people share plans: a plan edited with a note, a second owner, a workgroup's highlights."""

from collections.abc import Iterator
from functools import partial

from coalition.sample.stage import Event, Stage
from projects import highlights, owning, posting, workgroups
from projects.models import Workgroup

POOL, IDEA = "vent-pool", "night-lab"  # the plan that is edited; the one listed for somebody to take on
GROUP = "ICU and Mechanical Ventilation"
CHECKED = "\n\n# Before each loan\n\n- The lender checks battery, alarms and hoses, and signs the list.\n"
CHECKED += "- Who borrows names one engineer who answers the phone at night.\n"
OPENING = "Two things to look at this week: who can check machines at night, and which of yours stand idle.\n\n"

THEMES = {
    "Analytics": ["data", "communities"],
    "Clinical Therapeutics and Protocols": ["treatment"],
    "Contact Tracing": ["tracing"],
    "Data Standardization": ["data", "beds"],
    "Data Storage and Source": ["data"],
    "Health Systems and Clinical SME": ["staff"],
    GROUP: ["ventilation"],
    "Misinformation": ["information"],
    "Modeling and Simulation": ["modeling"],
    "Non-Pharmaceutical Interventions": ["prevention"],
    "Privacy Advisory": ["privacy"],
    "Supply Chain": ["supplies"],
    "Telehealth": ["telehealth"],
    "Testing": ["testing"],
}
HELP_WANTED = {
    POOL: "Biomedical engineers who can check machines near where they stand",
    IDEA: "A laboratory with a night shift, and drivers between midnight and six",
    "tracing": "People who speak Spanish or Diné and can call two evenings a week",
}


def events(stage: Stage) -> Iterator[Event]:
    """Everything that people do together on plans and in workgroups."""
    moment = stage.cast.moment
    yield Event(moment(-12, hour=15), partial(_name_lead, stage))
    yield Event(moment(-11, hour=15), partial(_edit, stage))
    yield Event(moment(-10, hour=15), partial(_name_owner, stage))
    yield Event(moment(-7, hour=18), partial(_send_highlights, stage))


def _name_lead(stage: Stage) -> None:
    _, leader = stage.speaker("cascade-biomedical")
    membership = Workgroup.objects.get(name=GROUP).memberships.get(person=leader)
    if stage.cast.admin:
        workgroups.set_lead(membership, actor=stage.cast.admin, is_lead=True)


def _edit(stage: Stage) -> None:
    project = stage.projects[POOL]
    _, actor = stage.speaker("cascade-biomedical")
    project.refresh_from_db()
    note = "What is checked before each loan"
    posting.edit_project(project, actor=actor, version=project.version, note=note, plan=project.plan.rstrip() + CHECKED)


def _name_owner(stage: Stage) -> None:
    _, actor = stage.speaker("cascade-biomedical")
    _, partner = stage.speaker("lakeview-health")
    owning.name_owner(stage.projects[POOL], person=partner, actor=actor)


def _send_highlights(stage: Stage) -> None:
    group = Workgroup.objects.get(name=GROUP)
    _, leader = stage.speaker("cascade-biomedical")
    text = OPENING + highlights.draft_of(group, reader=leader)
    highlights.send_highlights(group, actor=leader, text=text)
