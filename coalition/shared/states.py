"""Transitions of a state as data: `{old: {new, ...}}`, and the one check of them."""

from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from coalition.shared.errors import IllegalTransition

Transitions = Mapping[str, Collection[str]]


def check(transitions: Transitions, states: type[TextChoices], *, old: str, new: str) -> None:
    """Raise IllegalTransition unless `new` may follow `old`."""
    if new in transitions.get(old, ()):
        return
    raise IllegalTransition(
        _("This is “%(old)s” and cannot become “%(new)s”.") % {"old": states(old).label, "new": states(new).label},
        old=old,
        new=new,
    )
