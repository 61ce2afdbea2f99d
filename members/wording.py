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

    The sentence may use `%(actor)s`, `%(organization)s` and `%(title)s`. `figure` names what the digest counts by it
    when it tells the coalition's week in figures ("offers posted"); kinds without one are not counted. `highlight` is
    the heading under which it stands in the highlights of a workgroup's week; kinds without one do not stand there.
    An aside is told in the digest to those whom it concerns or who follow it, and is no news for everybody.
    """

    name: str
    sentence: Text
    figure: Text = ""
    highlight: Text = ""
    is_aside: bool = False


_kinds: dict[str, Kind] = {}


def kind(name: str, sentence: Text, *, figure: Text = "", highlight: Text = "", is_aside: bool = False) -> Kind:
    """Register a kind. Raises ValueError when the name is taken already."""
    if name in _kinds:
        raise ValueError(f"There is a kind {name!r} already.")
    _kinds[name] = Kind(name, sentence, figure, highlight, is_aside)
    return _kinds[name]


def counted() -> list[Kind]:
    """The kinds that make figures, in the order in which the floors registered them."""
    return [known for known in _kinds.values() if known.figure]


def highlighted() -> list[Kind]:
    """The kinds that stand in the highlights of a week, in the order in which the floors registered them."""
    return [known for known in _kinds.values() if known.highlight]


def recorded() -> list[str]:
    """The names of the kinds of activity, in order; those of notices alone are left out."""
    return sorted(name for name in _kinds if not name.startswith("notice."))


def is_counted(name: str) -> bool:
    """Whether the kind of this name makes a figure; these are the kinds that stand out among all that happens."""
    known = _kinds.get(name)
    return bool(known and known.figure)


def asides() -> list[str]:
    """The names of the kinds that are told only to those whom they concern or who follow them."""
    return [known.name for known in _kinds.values() if known.is_aside]


def is_aside(name: str) -> bool:
    """Whether the kind of this name is told only to those whom it concerns or who follow it."""
    known = _kinds.get(name)
    return bool(known and known.is_aside)


def sentence_of(name: str, title: str, *, actor: object = None, organization: object = None) -> SafeString:
    """The sentence of a kind with its parts escaped; the bare title when the kind is unknown."""
    known = _kinds.get(name)
    if known is None:
        return conditional_escape(title)
    escaped = {key: format_html("{}", value) for key, value in _parts(title, actor, organization).items()}
    return mark_safe(str(known.sentence) % escaped)  # noqa: S308  # every part was escaped just above


def plain_sentence_of(name: str, title: str, *, actor: object = None, organization: object = None) -> str:
    """The same sentence as plain text, not escaped: for text mails, subjects, and templates that escape it."""
    known = _kinds.get(name)
    return str(known.sentence) % _parts(title, actor, organization) if known else title


def _parts(title: str, actor: object, organization: object) -> dict[str, object]:
    return {"actor": actor or _("The portal"), "organization": organization or _("the coalition"), "title": title}
