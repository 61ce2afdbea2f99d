"""Releasing what a project made to the public, version by version, and taking it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import hold, lock
from coalition.shared.once import insert_once
from coalition.shared.validation import check_fields
from members import activity, notices, overdue
from members.models import Activity, Organization, Person
from members.models.organization import STANDING
from members.permissions import can_write_for
from members.wording import Kind
from projects import kinds, permissions
from projects.files.inspecting import Inspected
from projects.files.keeping import keep
from projects.models import Credit, Deliverable, Licence, Project
from projects.posting import check_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is said of a deliverable. Either a link or a file says where it is had.

    A project releases what carries the same `source_key` once.
    """

    title: str
    summary: str
    kind: str
    licence: str
    released_on: date
    licence_name: str = ""
    version: str = "1.0"
    link: str = ""
    file: Inspected | None = None
    source_key: str | None = None


@transaction.atomic
def release(
    project: Project,
    described: Description,
    *,
    organization: Organization,
    actor: Person,
    makers: Collection[Organization],
    replaces: Deliverable | None = None,
) -> Deliverable:
    """Release something that the project made: everybody can read of it and have it, also outside the coalition.

    `makers` take part in the project. What it `replaces` is the newest version of the same thing, which stays
    readable. Records the activity, and tells the lead and the other makers. Raises NotAllowed, Invalid with the
    field, or Conflict: `project_closed`, `known_source_key` when it was released before, `not_newest` when another
    version has come or that one was withdrawn.
    """
    hold(organization, reading=STANDING)  # it does not leave while this goes on
    lock(project)
    _check_may_release(project, actor, organization)
    check_open(project)
    _check_makers(project, makers)
    deliverable = _described(project, described)
    deliverable.organization, deliverable.released_by = organization, actor
    _check(deliverable, has_file=described.file is not None)
    if replaces is not None:
        _replace(replaces, deliverable)
    if described.file is not None:
        deliverable.file = keep(described.file, actor=actor)
    insert_once(deliverable)
    deliverable.makers.set(makers)
    _tell_of_release(deliverable, {*makers, project.organization}, actor=actor)
    return deliverable


@transaction.atomic
def withdraw_deliverable(deliverable: Deliverable, *, actor: Person, reason: str) -> Deliverable:
    """Take one version back from the public. Its page stays and says why; its file is served no longer.

    The version before it, if one stands, is the newest again. Records the activity with the reason, and tells the
    makers. Raises NotAllowed, Invalid without a reason, or Conflict when it was withdrawn before.
    """
    _lock(deliverable)
    if not permissions.can_withdraw_deliverable(actor, deliverable):
        raise overdue.refusal(
            actor,
            deliverable.organization,
            deliverable.project.organization,
            otherwise=_("Only those who released it, and the lead of the project, can withdraw it."),
        )
    if deliverable.is_withdrawn:
        raise Conflict(_("This was withdrawn."), code="withdrawn")
    deliverable.reason = reason.strip()
    if not deliverable.reason:
        raise Invalid(_("Say why, in a sentence: it is read by everybody who had it."), field="reason")
    was_current, deliverable.is_current = deliverable.is_current, False
    deliverable.withdrawn_at, deliverable.withdrawn_by = clock.now(), actor
    check_fields(deliverable)
    deliverable.save(update_fields=["is_current", "withdrawn_at", "withdrawn_by", "reason"])
    if was_current:
        _put_forward_the_one_before(deliverable)
    row = _record(
        kinds.DELIVERABLE_WITHDRAWN, deliverable, actor=actor, text=deliverable.reason, after={"withdrawn": True}
    )
    notices.void(deliverable.subject)
    concerned = [each for each in deliverable.makers.all() if not can_write_for(actor, each)]
    _tell(kinds.DELIVERABLE_WAS_WITHDRAWN, deliverable, concerned, because=row)
    return deliverable


@transaction.atomic
def be_credited(deliverable: Deliverable, *, actor: Person) -> None:
    """Let the person be named, in public, as one who made it. Nobody can choose that for another.

    Twice changes nothing. Raises NotAllowed for people of other organizations, or Conflict when it was withdrawn.
    """
    _lock(deliverable)
    if not permissions.can_be_credited(actor, deliverable):
        raise NotAllowed(_("Only people of the organizations that made it can be named."))
    if deliverable.is_withdrawn:
        raise Conflict(_("This was withdrawn."), code="withdrawn")
    credit, is_new = Credit.objects.get_or_create(deliverable=deliverable, person=actor)
    if is_new:
        _record(kinds.DELIVERABLE_CREDITED, deliverable, actor=actor, after={"credit": credit})


@transaction.atomic
def be_credited_no_longer(deliverable: Deliverable, *, actor: Person) -> None:
    """Let the person be named no longer. Where they are not, does nothing."""
    gone, _rows = Credit.objects.filter(deliverable=deliverable, person=actor).delete()
    if gone:
        _record(kinds.DELIVERABLE_UNCREDITED, deliverable, actor=actor, after={"credit": None})


def _lock(deliverable: Deliverable) -> None:
    """Lock the project, which stands for all that it released, and the deliverable."""
    project = deliverable.project
    lock(project, deliverable)
    deliverable.project = project


def _check_may_release(project: Project, actor: Person, organization: Organization) -> None:
    if not permissions.can_post_update(actor, project, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for the lead or a partner that has confirmed can release."),
        )


def _tell_of_release(deliverable: Deliverable, concerned: Collection[Organization], *, actor: Person) -> None:
    row = _record(
        kinds.DELIVERABLE_RELEASED,
        deliverable,
        actor=actor,
        text=deliverable.summary,
        after=_on_record(deliverable),
    )
    others = [each for each in concerned if not can_write_for(actor, each)]
    _tell(kinds.RELEASED_WITH_YOU, deliverable, others, because=row)


def _described(project: Project, described: Description) -> Deliverable:
    return Deliverable(
        project=project,
        workgroup=project.workgroup,
        title=described.title.strip(),
        summary=described.summary.strip(),
        kind=described.kind,
        licence=described.licence,
        licence_name=described.licence_name.strip() if described.licence == Licence.OTHER else "",
        version=described.version.strip(),
        link=described.link.strip(),
        released_on=described.released_on,
        source_key=described.source_key,
    )


def _check(deliverable: Deliverable, *, has_file: bool) -> None:
    check_fields(deliverable)
    if deliverable.licence == Licence.OTHER and not deliverable.licence_name:
        raise Invalid(_("Name the licence, so that people know what they may do."), field="licence_name")
    if bool(deliverable.link) == has_file:
        problem = _("Give a link or a file, not both.") if has_file else _("Give a link, or attach a file.")
        raise Invalid(problem, field="link")
    if deliverable.released_on > clock.today():
        raise Invalid(_("This day lies ahead. Release it when it is there."), field="released_on")


def _check_makers(project: Project, makers: Collection[Organization]) -> None:
    if not makers:
        raise Invalid(_("Say who made it."), field="makers")
    for maker in makers:
        if not project.takes_part(maker):
            raise Invalid(_("%(name)s does not take part in this project.") % {"name": maker}, field="makers")


def _replace(old: Deliverable, new: Deliverable) -> None:
    """The old version is the newest no longer. Everything of a project changes under its lock."""
    old.refresh_from_db()
    if old.project_id != new.project_id:
        raise Invalid(_("A new version is released by the same project."), field="version")
    if not old.is_current:
        raise Conflict(_("A newer version stands already, or this one was withdrawn."), code="not_newest")
    if old.versions().filter(version__iexact=new.version).exists():
        raise Invalid(_("There is a version of this name already."), field="version")
    new.first_id = old.of_first
    old.is_current = False
    old.save(update_fields=["is_current"])


def _put_forward_the_one_before(deliverable: Deliverable) -> None:
    before = deliverable.versions().standing().order_by("-pk").first()
    if before is not None:
        before.is_current = True
        before.save(update_fields=["is_current"])


def _on_record(deliverable: Deliverable) -> dict[str, object]:
    """What the audit trail keeps of a deliverable: no text."""
    return {
        "deliverable": deliverable.pk,
        "kind": deliverable.kind,
        "licence": deliverable.licence,
        "first": deliverable.of_first,
        "makers": [maker.pk for maker in deliverable.makers.all()],
    }


def _record(
    what: Kind, deliverable: Deliverable, *, actor: Person, after: dict[str, object], text: str = ""
) -> Activity:
    project = deliverable.project
    return activity.record(
        what,
        actor=actor,
        organization=deliverable.organization,
        title=_told(deliverable),
        url=deliverable.get_absolute_url(),
        text=text,
        topics=[*project.topics, project.organization.topic],
        after=after,
    )


def _tell(what: Kind, deliverable: Deliverable, organizations: Collection[Organization], *, because: Activity) -> None:
    if organizations:
        notices.tell(
            notices.writers_of(*organizations),
            what,
            title=_told(deliverable),
            url=deliverable.get_absolute_url(),
            subject=deliverable.subject,
            must_act=False,
            because=because,
        )


def _told(deliverable: Deliverable) -> str:
    return _("%(title)s %(version)s") % {"title": deliverable.title, "version": deliverable.version}
