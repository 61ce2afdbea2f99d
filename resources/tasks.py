"""What the clock does on the second floor. Every task may run twice without harm."""

from celery import shared_task

from coalition.shared import clock
from resources import aging, lifecycle


@shared_task
def lapse_unanswered() -> int:
    """Let the proposals lapse that nobody answered in time; returns how many."""
    return lifecycle.lapse_unanswered(clock.now())


@shared_task
def age_postings() -> dict[str, int]:
    """Close the offers and requests that nobody stood by, and ask the owners of others; returns how many of each."""
    now = clock.now()
    return {"closed": aging.close_unanswered(now), "asked": aging.ask_owners(now)}
