"""Django's own validation, told as the refusal of a verb."""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid

# Of no width, turning what follows around (UAX 9), or left over from a broken encoding. Joiners belong to some scripts.
UNREADABLE = frozenset("\u200b\u2060\ufeff\ufffd\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_valid(row: Model, *, exclude: Iterable[str] = ()) -> None:
    """Raise Invalid with the first thing that is wrong with the row, naming its field if it is about one."""
    _check_texts(row)
    with _told_as_refusal():
        row.full_clean(exclude=set(exclude))


def check_fields(row: Model) -> None:
    """Raise Invalid, naming the field, unless each of the row's own values is one that its field allows.

    Rows that it points to and its key are not asked for: the verb was given them, and the database holds them to
    exist. What values must satisfy together is left to the verb, which says it in better words.
    """
    _check_texts(row)
    columns = row._meta.concrete_fields
    with _told_as_refusal():
        row.clean_fields(exclude={c.name for c in columns if c.is_relation or c.primary_key or c.generated})


def readable(name: str) -> None:
    """Raise ValidationError unless a name has letters or figures, and nothing that hides them or turns them around.

    For the names of people and organizations, which stand in lists, in letters and on record.
    """
    if any(letter in UNREADABLE or unicodedata.category(letter) == "Cc" for letter in name):
        raise ValidationError(_("Remove the invisible and the unreadable characters from this name."))
    if not any(letter.isalnum() for letter in name):
        raise ValidationError(_("Give a name with letters or figures."))


@contextmanager
def _told_as_refusal(about: str = NON_FIELD_ERRORS) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {about: error.messages}
        field, messages = next(iter(told.items()))
        raise Invalid(messages[0], field="" if field == NON_FIELD_ERRORS else field) from error


def _check_texts(row: Model) -> None:
    """Hold texts to what PostgreSQL can keep, and to their `max_length`, which Django asks in forms only."""
    for field in row._meta.concrete_fields:
        value = None if field.generated else getattr(row, field.attname)
        if not isinstance(value, str):
            continue
        if "\x00" in value:
            raise Invalid(_("Remove the null characters from this text."), field=field.name)
        if field.name == "name" and value.strip():
            with _told_as_refusal(field.name):
                readable(value)
        if field.max_length is not None and len(value) > field.max_length:
            raise Invalid(
                _("Shorten this text to %(longest)d characters; it has %(length)d.")
                % {"longest": field.max_length, "length": len(value)},
                field=field.name,
            )
