"""Rows that are posted once, however often they are sent: each carries its key in the source that it came from."""

from django.db import IntegrityError, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.errors import Conflict


class PostedOnce(models.Model):
    """A row with its key in the source, a form or a file; a constraint of the model's own says within what it is one.

    The name of that constraint ends in `_source_key`.
    """

    source_key = models.CharField(  # noqa: DJ001  # null, so that the unique constraint spares rows without one
        gettext_lazy("key in the source"), max_length=120, null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True


def insert_once(row: PostedOnce) -> None:
    """Insert the row. Raises Conflict (`known_source_key`) when its source has posted it before.

    Whatever fails here ends the verb, whose transaction is then undone as a whole.
    """
    try:
        row.save(force_insert=True)
    except IntegrityError as error:
        if "_source_key" not in str(error):
            raise
        raise Conflict(
            _("This was posted from the same source before."), code="known_source_key", source_key=row.source_key
        ) from error
