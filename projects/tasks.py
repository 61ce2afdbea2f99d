"""What the clock does on the first floor. Every task may run twice without harm."""

from celery import shared_task

from coalition.shared import clock
from projects import slips
from projects.files import keeping


@shared_task
def tell_of_slips() -> int:
    """Tell those whose milestones late ones hold up; returns of how many that was not told before."""
    return slips.tell_of_late_milestones(clock.today())


@shared_task
def sweep_files() -> int:
    """Delete files that nobody needs any more; returns how many."""
    return keeping.sweep(clock.now())
