"""Django's own validation, told as the refusal of a verb."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model, TextField

from coalition.shared.errors import Invalid


def check_valid(row: Model, *, exclude: Iterable[str] = ()) -> None:
    """Raise Invalid with the first thing that is wrong with the row, naming its field if it is about one."""
    try:
        row.full_clean(exclude=set(exclude))
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field="" if field == NON_FIELD_ERRORS else field) from error
    _check_lengths(row)


def _check_lengths(row: Model) -> None:
    """Hold long texts to their `max_length`, which Django asks of forms only."""
    for field in row._meta.concrete_fields:
        if not isinstance(field, TextField) or field.max_length is None:
            continue
        try:
            MaxLengthValidator(field.max_length)(field.value_from_object(row) or "")
        except ValidationError as error:
            raise Invalid(error.messages[0], field=field.name) from error
