"""What every verb of this floor asks of a row's own values, so that no way in is looser than the form."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from coalition.shared.errors import Invalid
from coalition.shared.validation import check_valid


def check_fields(row: models.Model) -> None:
    """Raise Invalid, naming the field, unless each of the row's values is one that its field allows.

    Rows that it points to are not asked for: the verb was given them, and the database holds them to exist.
    """
    columns = row._meta.concrete_fields
    for column in columns:
        _check_text(column, getattr(row, column.attname))
    check_valid(row, exclude=[column.name for column in columns if column.is_relation])


def _check_text(field: "models.Field[Any, Any]", value: object) -> None:
    if not isinstance(value, str):
        return
    if "\x00" in value:  # PostgreSQL cannot keep it
        raise Invalid(_("Remove the null characters from this text."), field=field.name)
    longest = field.max_length
    if longest is not None and len(value) > longest:  # Django checks a TextField's length in forms only
        raise Invalid(
            _("Shorten this text to %(longest)d characters; it has %(length)d.")
            % {"longest": longest, "length": len(value)},
            field=field.name,
        )
