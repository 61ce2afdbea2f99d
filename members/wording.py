"""How rows of activity and notices are told as sentences.

Each floor registers its own kinds when it starts; a row of a kind that is no longer known still shows its title.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of activity or notice: its stable name and its sentence.

    The sentence may use `%(actor)s`, `%(organization)s` and `%(title)s`.
    """

    name: str
    sentence: Text


_kinds: dict[str, Kind] = {}


def kind(name: str, sentence: Text) -> Kind:
    """Register a kind. Raises ValueError when the name is taken already."""
    if name in _kinds:
        raise ValueError(f"There is a kind {name!r} already.")
    _kinds[name] = Kind(name, sentence)
    return _kinds[name]


def sentence_of(name: str, title: str, *, actor: object = None, organization: object = None) -> SafeString:
    """The sentence of a kind with its parts escaped; the bare title when the kind is unknown."""
    known = _kinds.get(name)
    if known is None:
        return conditional_escape(title)
    values = {
        "actor": actor or _("The portal"),
        "organization": organization or _("the coalition"),
        "title": title,
    }
    escaped = {key: format_html("{}", value) for key, value in values.items()}
    return mark_safe(str(known.sentence) % escaped)  # noqa: S308  # every part was escaped just above
