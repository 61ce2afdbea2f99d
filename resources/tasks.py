"""What the clock does on the second floor. Every task may run twice without harm."""

from celery import shared_task

from coalition.shared import clock
from resources import lifecycle


@shared_task
def lapse_unanswered() -> int:
    """Let the proposals lapse that nobody answered in time; returns how many."""
    return lifecycle.lapse_unanswered(clock.now())
