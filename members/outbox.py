"""The outbox: a message is a row, written in the transaction that decided on it, and frozen as it was rendered then.

Celery is only woken up. Where that fails, the sweep that beat starts twice a minute finds the row all the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from coalition.celery import wake
from coalition.shared import mail
from members.models import OutgoingMail, Person

SEND_TASK = "members.tasks.send_due_mail"
AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no out-of-office replies, please


def enqueue(  # the parts of a message
    to: Person | str,
    *,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    dedup: str,
    headers: Mapping[str, str] | None = None,
) -> OutgoingMail | None:
    """Render `templates/emails/<template>.*` for a person or an address, and put it into the outbox.

    Call it inside the verb's transaction. `dedup` names what the message is sent once for; a second one with the same
    is dropped, and so is mail to a person who may not sign in any longer: both answer None.
    """
    person = to if isinstance(to, Person) else None
    if person is not None and not person.is_active:
        return None
    letter = render_for(person, template, context)
    row = addressed(to, letter, kind=kind, dedup=dedup, headers=headers)
    return next(iter(put([row])), None)


def render_for(person: Person | None, template: str, context: Mapping[str, Any]) -> mail.Letter:
    """Render a letter in the person's time zone, or in the portal's for an address that belongs to nobody."""
    zone = person.zone if person else ZoneInfo(settings.PORTAL_TIME_ZONE)
    with timezone.override(zone), translation.override(settings.LANGUAGE_CODE):
        return mail.render(template, {"person": person, **context})


def addressed(
    to: Person | str, letter: mail.Letter, *, kind: str, dedup: str, headers: Mapping[str, str] | None = None
) -> OutgoingMail:
    """The row of the outbox for a letter, not yet in the database."""
    person = to if isinstance(to, Person) else None
    return OutgoingMail(
        dedup=dedup,
        kind=kind,
        person=person,
        recipient=person.email if person else str(to),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers={**AUTOMATIC, **(headers or {})},
        message_id=mail.new_message_id(),
    )


def put(rows: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """Insert rows whose `dedup` is new, and have the sender woken up on commit. Returns the inserted ones."""
    ours = sorted(rows, key=lambda row: row.dedup)  # two that insert the same ones wait for each other in one order
    if not ours:
        return []
    OutgoingMail.objects.bulk_create(ours, ignore_conflicts=True)
    stored = OutgoingMail.objects.filter(dedup__in=[row.dedup for row in ours])
    keys = {message_id: key for key, message_id in stored.values_list("pk", "message_id")}
    for row in ours:
        row.pk = keys.get(row.message_id)  # the row of a rival has another Message-ID
    transaction.on_commit(wake_sender, robust=True)
    return [row for row in ours if row.pk]


def wake_sender() -> None:
    """Tell a worker that mail is due."""
    wake(SEND_TASK)
