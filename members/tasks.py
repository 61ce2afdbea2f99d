"""What the clock does on the ground floor. Every task may run twice without harm."""

from celery import shared_task

from members import sending


@shared_task
def send_due_mail() -> int:
    """Send what lies in the outbox; returns how many messages went out."""
    return sending.send_due()
