"""The draft of the next charter version: begun, written, thrown away. One at a time, by the admins."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, Invalid, NotAllowed
from coalition.shared.locking import lock, lock_name
from coalition.shared.validation import check_valid
from members import activity, kinds, permissions
from members.models import Audience, CharterVersion, Person, Principle
from members.signing import CHARTER
from members.wording import Kind

MOST_PRINCIPLES = 30


class Written(NamedTuple):
    """A principle as it is written in a draft; its place in the list is its number."""

    title: str
    text: str


@transaction.atomic
def begin_draft(*, actor: Person) -> CharterVersion:
    """Begin the next version as a copy of the one in force. Raises NotAllowed, Conflict while there is a draft."""
    _check_admin(actor)
    lock_name(CHARTER)
    if CharterVersion.objects.drafts().exists():
        raise Conflict(_("There is a draft already. Finish it, or throw it away first."), code="draft_exists")
    last = CharterVersion.objects.aggregate(last=Max("number"))["last"] or 0
    model = CharterVersion.objects.in_force().first()
    draft = CharterVersion.objects.create(
        number=last + 1, title=model.title if model else _("Charter"), preamble=model.preamble if model else ""
    )
    _write_principles(draft, [Written(each.title, each.text) for each in model.principles.all()] if model else [])
    _record(kinds.CHARTER_BEGUN, draft, actor=actor, was=None, now=draft.revision)
    return draft


@transaction.atomic
def edit_draft(
    charter: CharterVersion,
    *,
    actor: Person,
    revision: int,
    title: str,
    preamble: str,
    principles: Sequence[Written],
) -> CharterVersion:
    """Save a draft that is still at `revision`, which then goes up by one. Where nothing differs, does nothing.

    Raises NotAllowed, Invalid with the field, Conflict when it was published meanwhile (`not_a_draft`), or saved by
    somebody else (`version_conflict`).
    """
    _check_admin(actor)
    lock(charter)
    _check_draft(charter)
    if charter.revision != revision:
        raise Conflict(
            _("Somebody saved this draft while you were writing. Compare, then save again."),
            code="version_conflict",
            revision=charter.revision,
        )
    wanted = [Written(_tidy(each.title), _tidy(each.text)) for each in principles]
    if len(wanted) > MOST_PRINCIPLES:
        raise Invalid(_("A charter has at most %(most)s principles.") % {"most": MOST_PRINCIPLES})
    old = (charter.title, charter.preamble, _written(charter))
    charter.title, charter.preamble = _tidy(title), _tidy(preamble)
    if (charter.title, charter.preamble, wanted) == old:
        return charter
    check_valid(charter)
    charter.revision += 1
    charter.save(update_fields=["title", "preamble", "revision"])
    if wanted != old[2]:
        charter.principles.all().delete()
        _write_principles(charter, wanted)
    _record(kinds.CHARTER_EDITED, charter, actor=actor, was=revision, now=charter.revision)
    return charter


@transaction.atomic
def discard_draft(charter: CharterVersion, *, actor: Person) -> None:
    """Throw a draft away; its number is free again. Raises NotAllowed, Conflict for what was published."""
    _check_admin(actor)
    lock(charter)
    _check_draft(charter)
    _record(kinds.CHARTER_DISCARDED, charter, actor=actor, was=charter.revision, now=None)
    charter.delete()


def topic_of(charter: CharterVersion) -> str:
    """The word under which activity speaks of the version."""
    return f"charter:{charter.number}"


def _check_admin(actor: Person) -> None:
    if not permissions.can_administer(actor):
        raise NotAllowed(_("Only an admin of the coalition writes the charter."))


def _check_draft(charter: CharterVersion) -> None:
    if not charter.is_draft:
        raise Conflict(_("This version was published and can never change."), code="not_a_draft")


def _tidy(text: str) -> str:
    """As it is hashed and compared: plain newlines, nothing around it."""
    return text.replace("\r\n", "\n").strip()


def _written(charter: CharterVersion) -> list[Written]:
    return [Written(each.title, each.text) for each in charter.principles.order_by("position")]


def _write_principles(charter: CharterVersion, principles: Sequence[Written]) -> None:
    rows = [
        Principle(charter=charter, position=position, title=each.title, text=each.text)
        for position, each in enumerate(principles, 1)
    ]
    for row in rows:
        check_valid(row, exclude=["charter"])
    Principle.objects.bulk_create(rows)


def _record(what: Kind, charter: CharterVersion, *, actor: Person, was: int | None, now: int | None) -> None:
    """The revisions go into the audit trail; the words of a draft do not."""
    activity.record(
        what,
        actor=actor,
        title=str(charter),
        topics=[topic_of(charter)],
        audience=Audience.ADMINS,
        before={"revision": was},
        after={"revision": now},
    )
