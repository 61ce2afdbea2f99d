"""Sending what lies in the outbox: claim a row, send it outside any transaction, mark it if it is still ours.

Plain SMTP cannot be exactly-once: a sender that dies between the message and the server's answer leaves it open
whether the message was taken. The portal's choice: such a message is sent once more, with the same Message-ID and the
same bytes, so that a mailbox can tell the second from the first; if that is cut off too, it is held as `uncertain`
for a person to decide. `interruptions` keeps the count.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import formatdate
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coalition.shared import clock
from coalition.shared.errors import Conflict
from coalition.shared.mail import FrozenMessage
from members import outbox
from members.models import OutgoingMail, OutgoingMailState
from members.models.mail import SECRET

log = structlog.get_logger(__name__)

# A worker is stopped after CELERY_TASK_TIME_LIMIT seconds, so whoever outlives this lease is dead, not slow.
LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 60)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]  # after the first refusal, and so on
MOST_ATTEMPTS = len(WAITS) + 1
RUN_SECONDS = 60.0
PERMANENT = 500  # SMTP replies from here on will not change by trying again


def send_due(*, seconds: float = RUN_SECONDS) -> int:
    """Send what is due, one after the other, until nothing is; after `seconds` leave the rest to another run.

    Returns how many went out. A mail server that cannot be reached costs no message an attempt: all wait.
    """
    note_interrupted()
    if not OutgoingMail.objects.due().exists():
        return 0
    deadline = time.monotonic() + seconds
    sent = 0
    with _postman() as postman:
        while time.monotonic() < deadline:
            row = claim() if _is_open(postman) else None
            if row is None:
                break
            sent += send(row, postman)
        else:
            outbox.wake_sender()
    return sent


@contextmanager
def _postman() -> Iterator[BaseEmailBackend]:
    """A connection to the mail server, opened when first needed, kept for the run, closed after it."""
    postman = get_connection()
    try:
        yield postman
    finally:
        postman.close()


def _is_open(postman: BaseEmailBackend) -> bool:
    """Open the connection unless it is; False when the server does not answer."""
    try:
        postman.open()
    except OSError as error:  # smtplib's own errors are of this family
        log.warning("mail_server_unreachable", error=str(error))
        return False
    return True


def claim() -> OutgoingMail | None:
    """Take the oldest due message for ourselves; None when others have taken all."""
    with transaction.atomic():
        rows = OutgoingMail.objects.due().select_related("person").order_by("run_at", "pk")
        row = rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        if row is None:
            return None
        row.state, row.attempt, row.lease_until = OutgoingMailState.SENDING, row.attempt + 1, clock.now() + LEASE
        row.save(update_fields=["state", "attempt", "lease_until"])
    return row


def send(row: OutgoingMail, postman: BaseEmailBackend) -> bool:
    """Send a claimed message and mark what came of it. Returns whether the server took it."""
    if row.person is not None and not row.person.is_active:
        mark(row, state=OutgoingMailState.DEAD, last_error="The account is closed.")
        return False
    try:
        postman.send_messages([message_of(row)])
    except (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ValueError) as error:
        postman.close()  # a server that refuses often hangs up as well
        mark(row, **_refused(row, error))
    except OSError as error:
        # The line broke, before or after the server took the message: nobody can tell.
        postman.close()
        mark(row, **_interrupted(row, str(error)))
    else:
        return mark(row, state=OutgoingMailState.SENT, sent_at=clock.now(), last_error="", **_forgotten(row))
    return False


def message_of(row: OutgoingMail) -> FrozenMessage:
    """The e-mail of a row, the same to the byte each time."""
    headers = {"Message-ID": row.message_id, "Date": formatdate(row.created_at.timestamp()), **row.headers}
    message = FrozenMessage(row.subject, row.text, settings.DEFAULT_FROM_EMAIL, [row.recipient], headers=headers)
    if row.html:
        message.attach_alternative(row.html, "text/html")
    return message


def _forgotten(row: OutgoingMail) -> dict[str, object]:
    """What is not kept of a message once it is sent: the codes and links by which one gets into an account."""
    return {"text": "", "html": ""} if row.kind in SECRET else {}


def mark(row: OutgoingMail, **values: object) -> bool:
    """Write what came of our attempt, unless the row has been taken from us since. Returns whether it was ours."""
    ours = OutgoingMail.objects.filter(pk=row.pk, state=OutgoingMailState.SENDING, attempt=row.attempt)
    return bool(ours.update(lease_until=None, **values))


def try_again(row: OutgoingMail) -> None:
    """Have a message that was given up, or is perhaps sent, tried anew by the next sender, with all its attempts.

    For a person to decide. Raises Conflict when it is on its way or has arrived.
    """
    stuck = OutgoingMail.objects.filter(pk=row.pk, state__in=[OutgoingMailState.DEAD, OutgoingMailState.UNCERTAIN])
    again = stuck.update(state=OutgoingMailState.PENDING, attempt=0, run_at=clock.now())
    if not again:
        raise Conflict(_("This message is on its way or has been sent; there is nothing to try again."))
    transaction.on_commit(outbox.wake_sender, robust=True)


def note_interrupted() -> int:
    """Mark as uncertain what senders took and never came back from; returns how many."""
    return OutgoingMail.objects.abandoned().update(
        state=OutgoingMailState.UNCERTAIN,
        interruptions=F("interruptions") + 1,
        lease_until=None,
        run_at=clock.now(),
        last_error="The sender stopped in the middle. Whether the message went out is not known.",
    )


def _interrupted(row: OutgoingMail, error: str) -> dict[str, object]:
    log.warning("mail_interrupted", mail=row.pk, attempt=row.attempt, error=error)
    return {
        "state": OutgoingMailState.UNCERTAIN,
        "interruptions": row.interruptions + 1,
        "run_at": clock.now() + WAITS[0],
        "last_error": error,
    }


def _refused(row: OutgoingMail, error: Exception) -> dict[str, object]:
    """Wait and try again, or give up: at once when the refusal is for good, else after the last attempt."""
    for_good = _code_of(error) >= PERMANENT or row.attempt >= MOST_ATTEMPTS
    log.warning("mail_refused", mail=row.pk, attempt=row.attempt, for_good=for_good, error=str(error))
    if for_good:
        return {"state": OutgoingMailState.DEAD, "last_error": str(error)}
    return {
        "state": OutgoingMailState.PENDING,
        "run_at": clock.now() + WAITS[row.attempt - 1],
        "last_error": str(error),
    }


def _code_of(error: Exception) -> int:
    """The SMTP reply behind a refusal; a message that cannot even be built counts as refused for good."""
    match error:
        case SMTPRecipientsRefused():
            return min(code for code, _ in error.recipients.values())
        case SMTPResponseException():
            return error.smtp_code
    return PERMANENT
