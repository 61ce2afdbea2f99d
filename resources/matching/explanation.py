"""The engine's remarks in words."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from resources.matching.ranking import Remark

WORDS = {
    # reasons
    "exact": _("Exact item"),
    "covers_all": _("Covers the whole gap"),
    "covers": _("Covers %(share)s %% of the gap"),
    "ready_now": _("Ready today"),
    "ready_on": _("Ready %(on)s"),
    "same_state": _("Same state"),
    "same_region": _("Same HHS region"),
    # cautions
    "stale": _("Not confirmed since %(since)s: %(points)s points off"),
    "substitute": _("A substitute: %(note)s"),
    "late": _("Cannot be there before %(arrival)s; needed by %(needed)s"),
    "expires": _("Expires %(on)s"),
    "loan": _("A loan, to be returned by %(on)s"),
    "until": _("Only available until %(on)s"),
    "least_lot": _("No fewer than %(least)s at a time"),
    "conditions": _("%(text)s"),
}


def in_words(remark: Remark) -> str:
    """The remark in the reader's language."""
    return str(WORDS[remark.what]) % {name: _shown(value) for name, value in remark.facts.items()}


def _shown(value: object) -> str:
    if isinstance(value, date):
        return date_format(value, "M j")
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return str(value)
