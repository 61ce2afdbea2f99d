"""What the one search finds on this floor: plans, updates, decisions, deliverables and workgroups."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from members import sources
from members.models import Person
from members.sources import Source
from projects.models import Deliverable, Project, Update, Workgroup


def _updates(reader: Person) -> Any:
    return Update.objects.visible_to(reader).filter(withdrawn_at__isnull=True)


def _told(update: Any) -> str:
    return f"{update.project.title} · {update.organization}"


def _update_rows(rows: Any) -> Any:
    return rows.select_related("project", "organization").defer("text", "project__plan", "project__purpose")


def _of_updates(kind: str, *, label: Any, one: Any, decided: bool) -> Source:
    return Source(
        kind=kind,
        label=label,
        one=one,
        rows=lambda reader: _updates(reader).filter(decided_on__isnull=not decided),
        name="title",
        texts=("text",),
        order=("-posted_at", "-pk"),
        moment="posted_at",
        organization="organization",
        workgroup="workgroup",
        listed=_update_rows,
        note=_told,
    )


PLANS = Source(
    kind="plan",
    label=_("Plans"),
    one=_("Plan"),
    rows=Project.objects.visible_to,
    name="title",
    texts=("purpose", "help_wanted", "plan"),
    order=("-posted_at", "-pk"),
    moment="posted_at",
    by_name=True,
    organization="organization",
    workgroup="workgroup",
    listed=lambda rows: rows.select_related("organization").defer("purpose", "plan"),
    note=lambda row: f"{row.organization} · {row.get_status_display()}",
)

RELEASES = Source(
    kind="deliverable",
    label=_("Releases"),
    one=_("Release"),
    rows=lambda reader: Deliverable.objects.current(),
    name="title",
    texts=("summary",),
    order=("-released_on", "-pk"),
    moment="released_on",
    organization="organization",
    workgroup="workgroup",
    listed=lambda rows: rows.select_related("organization"),
    note=lambda row: f"{row.organization} · {row.get_kind_display()} {row.version}",
)

WORKGROUPS = Source(
    kind="workgroup",
    label=_("Workgroups"),
    one=_("Workgroup"),
    rows=lambda reader: Workgroup.objects.visible_to(reader).active(),
    name="name",
    texts=("charge",),
    order=("-pk",),
    has_words=False,
    by_name=True,
    workgroup="pk",
    listed=lambda rows: rows,
    note=lambda row: "",
)


def register() -> None:
    """Called when the floor starts."""
    sources.register(PLANS)
    sources.register(_of_updates("update", label=_("Updates"), one=_("Update"), decided=False))
    sources.register(_of_updates("decision", label=_("Decisions"), one=_("Decision"), decided=True))
    sources.register(RELEASES)
    sources.register(WORKGROUPS)
