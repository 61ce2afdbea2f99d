"""Telling about a project and recording what was decided; editing and withdrawing leave a trace."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict, Invalid
from coalition.shared.locking import hold, lock
from coalition.shared.once import insert_once
from coalition.shared.validation import check_fields
from members import activity, guarding, notices, overdue
from members.models import Activity, Organization, Person
from members.models.organization import STANDING
from members.permissions import can_write_for
from members.wording import Kind
from projects import kinds, permissions
from projects.files.inspecting import Inspected
from projects.files.keeping import keep
from projects.models import Attachment, Project, Update, UpdateText
from projects.posting import check_open

FIELDS = ("title", "text", "decided_on")


class UpdateFields(TypedDict, total=False):
    """What may be edited of an update. `descriptions` says what pictures show, by the key of the file."""

    title: str
    text: str
    decided_on: date | None
    files: Sequence[Inspected]
    take_off: Collection[Attachment]
    descriptions: dict[int, str]
    explanation: str


@transaction.atomic
def post_update(  # noqa: PLR0913  # each is one thing that an update is made of
    project: Project,
    *,
    organization: Organization,
    actor: Person,
    title: str,
    text: str = "",
    decided_on: date | None = None,
    files: Sequence[Inspected] = (),
    source_key: str | None = None,
    explanation: str = "",
) -> Update:
    """Tell about the project, for its lead or a confirmed partner; every member sees it at once.

    With the day of a decision, which may not lie ahead, it is a decision. Records the activity. Raises NotAllowed,
    Invalid with the field, or Conflict: `project_closed`, and `known_source_key` when it was posted before.
    """
    hold(organization, reading=STANDING)  # it does not leave while this goes on
    lock(project)
    _check_may_post(project, actor, organization)
    check_open(project)
    update = Update(
        project=project,
        workgroup=project.workgroup,
        organization=organization,
        posted_by=actor,
        title=title.strip(),
        text=text.strip(),
        decided_on=decided_on,
        source_key=source_key,
    )
    _check(update)
    check_number(files)
    insert_once(update)
    _guard(update, FIELDS, actor=actor, explanation=explanation)
    for file in files:
        keep(file, actor=actor, update=update)
    what = kinds.DECISION_RECORDED if update.is_decision else kinds.UPDATE_POSTED
    _record(what, update, actor=actor, after={**_on_record(update), "files": len(files)})
    return update


@transaction.atomic
def edit_update(update: Update, *, actor: Person, version: int, **fields: Unpack[UpdateFields]) -> Update:
    """Change an update that is still at `version`; what it said before is kept and can be read.

    Where nothing differs, does nothing. Records the activity. Raises NotAllowed, Invalid with the field, or Conflict:
    `version_conflict`, `withdrawn`, `project_closed`.
    """
    _lock(update)
    if not permissions.can_edit_update(actor, update):
        raise _refusal(actor, update)
    check_open(update.project)
    _check_stands(update)
    _check_version(update, version)
    before, earlier = _on_record(update), _text_of(update, actor=actor)
    changed = _apply(update, fields)
    _check(update)
    changed += _change_files(update, fields, actor=actor)
    if not changed:
        return update
    earlier.save()
    update.version += 1
    update.edited_at = clock.now()
    update.save()
    _guard(update, changed, actor=actor, explanation=fields.get("explanation", ""))
    _record(kinds.UPDATE_EDITED, update, actor=actor, before=before, after={**_on_record(update), "changed": changed})
    return update


@transaction.atomic
def withdraw_update(update: Update, *, actor: Person, reason: str = "") -> Update:
    """Take an update back. Its title stays, with who took it back; its text and its files are shown no longer.

    Records the activity; when an admin does it, tells whose it was. Raises NotAllowed, or Conflict when it was
    withdrawn before.
    """
    _lock(update)
    if not permissions.can_withdraw_update(actor, update):
        raise _refusal(actor, update)
    _check_stands(update)
    update.withdrawn_at, update.withdrawn_by, update.reason = clock.now(), actor, reason.strip()
    check_fields(update)
    update.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    row = _record(kinds.UPDATE_WITHDRAWN, update, actor=actor, text=update.reason, after={"withdrawn": True})
    if not can_write_for(actor, update.organization):
        notices.tell(
            notices.writers_of(update.organization),
            kinds.UPDATE_WAS_WITHDRAWN,
            title=_told(update),
            url=update.get_absolute_url(),
            subject=update.subject,
            must_act=False,
            because=row,
        )
    return update


def _check_may_post(project: Project, actor: Person, organization: Organization) -> None:
    if not permissions.can_post_update(actor, project, organization):
        raise overdue.refusal(
            actor,
            organization,
            otherwise=_("Only people who may write for the lead or a partner that has confirmed can post here."),
        )


def check_number(files: Collection[object], *, already: int = 0) -> None:
    """Raise Invalid when there are more files than a post may have."""
    if len(files) + already > settings.FILES_PER_POST:
        raise Invalid(
            _("At most %(most)d files can stand with a post.") % {"most": settings.FILES_PER_POST}, field="files"
        )


def _lock(update: Update) -> None:
    """Lock the project, which stands for all of its parts, and the update."""
    project = update.project
    lock(project, update)
    update.project = project


def _refusal(actor: Person, update: Update) -> Exception:
    return overdue.refusal(
        actor,
        update.organization,
        otherwise=_("Only people who may write for %(name)s can change what it posted.")
        % {"name": update.organization},
    )


def _check(update: Update) -> None:
    check_fields(update)
    if update.decided_on and update.decided_on > clock.today():
        raise Invalid(_("This day lies ahead. Say when it was decided."), field="decided_on")


def _guard(update: Update, names: Collection[str], *, actor: Person, explanation: str) -> None:
    said = {name: getattr(update, name) for name in ("title", "text") if name in names}
    guarding.check_words(update, said, actor=actor, organization=update.organization, explanation=explanation)


def _check_stands(update: Update) -> None:
    if update.is_withdrawn:
        raise Conflict(_("This was withdrawn."), code="withdrawn")


def _check_version(update: Update, version: int) -> None:
    if update.version != version:
        raise Conflict(
            _("Somebody saved this while you were editing it. Compare, then save again."),
            code="version_conflict",
            version=update.version,
        )


def _apply(update: Update, fields: UpdateFields) -> list[str]:
    """Set the fields that differ and return their names."""
    given = {name: value for name, value in fields.items() if name in FIELDS}
    for name in ("title", "text"):
        if name in given:
            given[name] = str(given[name]).strip()
    changed = [name for name, value in given.items() if getattr(update, name) != value]
    for name in changed:
        setattr(update, name, given[name])
    return changed


def _change_files(update: Update, fields: UpdateFields, *, actor: Person) -> list[str]:
    """Take files off, describe those that stay, add the new ones; returns the word for it where anything changed."""
    standing = {row.pk: row for row in update.attachments.filter(removed_at__isnull=True)}
    off = [row for row in fields.get("take_off", ()) if row.pk in standing]
    files, descriptions = fields.get("files", ()), fields.get("descriptions", {})
    check_number(files, already=len(standing) - len(off))
    changed = bool(off or files)
    for row in off:
        standing.pop(row.pk)
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
    for key, words in descriptions.items():
        described = standing.get(key)
        if described and described.description != words.strip():
            described.description = words.strip()
            check_fields(described)
            described.save(update_fields=["description"])
            changed = True
    for file in files:
        keep(file, actor=actor, update=update)
    return ["files"] if changed else []


def _text_of(update: Update, *, actor: Person) -> UpdateText:
    return UpdateText(
        update_of=update,
        version=update.version,
        title=update.title,
        text=update.text,
        decided_on=update.decided_on,
        replaced_by=actor,
        replaced_at=clock.now(),
    )


def _on_record(update: Update) -> dict[str, object]:
    """What the audit trail keeps of an update: no text, only that it was changed."""
    return {"update": update.pk, "version": update.version, "decided_on": update.decided_on}


def _record(
    what: Kind,
    update: Update,
    *,
    actor: Person,
    text: str = "",
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> Activity:
    project = update.project
    return activity.record(
        what,
        actor=actor,
        organization=update.organization,
        title=_told(update),
        url=update.get_absolute_url(),
        text=text,
        topics=[*project.topics, project.organization.topic],
        before=before,
        after=after,
    )


def _told(update: Update) -> str:
    return _("%(update)s (%(project)s)") % {"update": update.title, "project": update.project.title}
