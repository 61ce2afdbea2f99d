"""What the clock does on the second floor. Every task may run twice without harm."""

from celery import shared_task

from coalition.shared import clock
from resources import aging, casework, lifecycle
from resources.importing import working


@shared_task
def lapse_unanswered() -> int:
    """Let the proposals lapse that nobody answered in time; returns how many."""
    return lifecycle.lapse_unanswered(clock.now())


@shared_task
def close_unconfirmed() -> int:
    """Close the matches at their end to which the other side did not object in time; returns how many."""
    return lifecycle.close_unconfirmed(clock.now())


@shared_task
def lapse_claims() -> int:
    """End the claims on cases on which their coordinators did nothing in time; returns how many."""
    return casework.lapse_claims(clock.now())


@shared_task
def age_postings() -> dict[str, int]:
    """Close the offers and requests that nobody stood by, and ask the owners of others; returns how many of each."""
    now = clock.now()
    return {"closed": aging.close_unanswered(now), "asked": aging.ask_owners(now)}


@shared_task
def work_on_imports() -> int:
    """Check, import or take back the rows of files that were uploaded; returns of how many files."""
    return working.work_on_all()


@shared_task
def clear_imports() -> int:
    """Delete uploaded files that nobody has touched for a month; returns how many."""
    return working.clear_untouched(clock.now())
