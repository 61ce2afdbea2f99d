"""The admins are reminded of applications that they have let wait for longer than they have given themselves."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from coalition.shared import clock
from members import letters, notices
from members.models import Application

AGAIN_AFTER = timedelta(days=1)
AT_ONCE = 500  # applications in one letter at most; the next run tells of the others


@transaction.atomic
def nudge_admins() -> int:
    """Mail every admin the late applications of which they were not reminded today; returns how many there were.

    May run twice, and side by side: who reminds of an application has its row locked, and marks it with the letters.
    """
    now = clock.now()
    due = Application.objects.late().filter(Q(nudged_at__isnull=True) | Q(nudged_at__lte=now - AGAIN_AFTER))
    rows = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("organization")
    late = list(rows.order_by("waits_since", "pk")[:AT_ONCE])
    admins = notices.admins()
    if not late or not admins:
        return 0
    Application.objects.filter(pk__in=[application.pk for application in late]).update(nudged_at=now)
    for admin in admins:
        letters.late_applications(admin, late, at=now)
    return len(late)
