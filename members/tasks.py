"""What the clock does on the ground floor. Every task may run twice without harm."""

from celery import shared_task

from members import nudging, pulse, sending
from members.digests import assembling


@shared_task
def send_due_mail() -> int:
    """Send what lies in the outbox; returns how many messages went out."""
    return sending.send_due()


@shared_task
def assemble_due_digests() -> int:
    """Assemble the digests that are due; returns how many letters that made."""
    return assembling.assemble_due()


@shared_task
def nudge_admins() -> int:
    """Remind the admins of late applications; returns of how many."""
    return nudging.nudge_admins()


@shared_task
def heartbeat() -> None:
    """Show that work that beat starts is done by a worker."""
    pulse.beat()
