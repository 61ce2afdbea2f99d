"""The coordinators' queue: open requests that still lack units, the most urgent first, in saved views."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from resources.listing import SavedView
from resources.models import Severity

SOON = 3  # days


def _open(rows: Any) -> Any:
    return rows.uncovered().of_members().most_urgent_first()


def _critical(rows: Any) -> Any:
    return _open(rows).filter(severity_rank=Severity.values.index(Severity.CRITICAL))


def _soon(rows: Any) -> Any:
    return _open(rows).filter(needed_by__lte=clock.today() + timedelta(days=SOON))


def _untouched(rows: Any) -> Any:
    return _open(rows).filter(covered=0)


QUEUE_VIEWS = (
    SavedView("", _("All open"), _open, _("Every request is covered.")),
    SavedView("critical", _("Critical"), _critical, _("No critical request lacks anything.")),
    SavedView("soon", _("Due in three days"), _soon, _("Nothing is due within three days.")),
    SavedView("untouched", _("Nothing covered yet"), _untouched, _("Every open request is covered in part.")),
)
