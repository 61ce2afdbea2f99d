"""The work on many rows: checked, imported or taken back some at a time, so that it can stop and go on anywhere.

A piece of work is one transaction, together with what it posts: whatever ends it undoes it wholly, and it is done anew.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from coalition.celery import wake
from coalition.shared import states
from coalition.shared.errors import DomainError, NotAllowed
from members.models import Comment, Person
from resources.importing.judging import Judge
from resources.models import BatchState, ImportBatch, ImportRow, Offer, Request, RowState
from resources.models.importing import BATCH_TRANSITIONS
from resources.posting import withdraw_offer, withdraw_request

log = structlog.get_logger(__name__)

TASK = "resources.tasks.work_on_imports"
AT_ONCE = 1.5  # seconds that somebody waits for the page
RUN_SECONDS = 60.0
PIECE = 25  # rows


def work_at_once(batch: ImportBatch) -> None:
    """Do what can be done while somebody waits for the page; have a worker do the rest, also where it was cut off."""
    try:
        is_left = advance(batch.pk, seconds=AT_ONCE)
    except OperationalError as error:
        log.warning("import_cut_off", batch=batch.pk, error=str(error))
        is_left = True
    if is_left:
        wake(TASK)


def work_on_all(*, seconds: float = RUN_SECONDS) -> int:
    """Work on what waits until nothing does, or the time is over, and another run is called; returns on how many."""
    deadline = time.monotonic() + seconds
    keys = list(ImportBatch.objects.working().values_list("pk", flat=True))
    for key in keys:
        if advance(key, seconds=deadline - time.monotonic()):
            wake(TASK)
            break
    return len(keys)


def advance(key: int, *, seconds: float) -> bool:
    """Work on one batch for so long, piece by piece; whether something is left to do."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _piece(key):
            return False
    return ImportBatch.objects.working().filter(pk=key).exists()


def clear_untouched(now: datetime) -> int:
    """Delete the batches that nobody has touched for so long; what they posted stays. Returns how many."""
    keys = list(ImportBatch.objects.untouched(now).values_list("pk", flat=True))
    for key in keys:
        ImportBatch.objects.untouched(now).filter(pk=key).delete()
    return len(keys)


def _piece(key: int) -> bool:
    """Do one piece of the work; whether there was any, and nobody else is at it."""
    try:
        with transaction.atomic():
            rows = ImportBatch.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
            batch = rows.select_related("organization", "asked_by").filter(pk=key).first()
            if batch is None or not batch.is_working:
                return False
            waiting, work = WORK[BatchState(batch.state)]
            piece = list(batch.rows.filter(state=waiting, kept="").select_related("offer", "request")[:PIECE])
            if not piece:
                _end(batch)
                return False
            work(batch, piece)
            return True
    except NotAllowed as refusal:
        _stop(key, str(refusal))
        return False


def _end(batch: ImportBatch, *, stopped: str = "") -> None:
    states.check(BATCH_TRANSITIONS, BatchState, old=batch.state, new=BatchState.READY)
    batch.state, batch.stopped = BatchState.READY, stopped
    batch.save(update_fields=["state", "stopped"])


def _stop(key: int, why: str) -> None:
    """Who asked for it may not do it any more: the rows stay as they are."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=key)
        _end(batch, stopped=why)


def _check(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    Judge(batch, batch.asked_by).judge(rows)


def _post(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    Judge(batch, batch.asked_by).judge(rows, for_good=True)


def _take_back(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """In the order in which every verb locks several postings."""
    for row in sorted(rows, key=lambda row: row.offer_id or row.request_id or 0):
        posting = row.posting
        row.kept = _withdrawn(posting, batch.asked_by) if posting else ""
        row.state = RowState.IMPORTED if row.kept else RowState.TAKEN_BACK
    ImportRow.objects.bulk_update(rows, ["kept", "state"])


def _withdrawn(posting: Offer | Request, actor: Person) -> str:
    """Withdraw what nobody has touched, and free its key, so that the row can be imported again; or say why not."""
    model = type(posting)
    locked = model.objects.locked(posting.pk)
    why = _why_kept(locked)
    if why:
        return why
    verb: Callable[..., Offer | Request] = withdraw_offer if model is Offer else withdraw_request
    try:
        with transaction.atomic():
            verb(locked, actor=actor, reason=_("Its import was taken back."))
            model.objects.filter(pk=posting.pk).update(source_key=None)
    except NotAllowed:
        raise
    except DomainError as refusal:
        return str(refusal)
    return ""


def _why_kept(posting: Offer | Request) -> str:
    if not posting.is_open:
        return _("It is no longer open.")
    if posting.version > 1:
        return _("Somebody edited it since.")
    if posting.matches.exists():
        return _("It has been matched.")
    if posting.discussion_id and Comment.objects.filter(discussion=posting.discussion_id).exists():
        return _("Somebody commented on it.")
    return ""


WORK: dict[BatchState, tuple[RowState, Callable[[ImportBatch, Sequence[ImportRow]], None]]] = {
    BatchState.CHECKING: (RowState.WAITING, _check),
    BatchState.IMPORTING: (RowState.GOOD, _post),
    BatchState.TAKING_BACK: (RowState.IMPORTED, _take_back),
}
