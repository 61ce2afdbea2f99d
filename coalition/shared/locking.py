"""How a verb makes sure that nobody else changes what it is about to change."""

from django.db import connection
from django.db.models import Model


def lock(*rows: Model) -> None:
    """Lock the rows until the transaction ends and read them anew into the given objects, in the order given.

    New rows may still point at a locked one. Verbs that lock several rows of a kind give them in the order of their
    primary keys, so that no two wait for each other. Raises DoesNotExist when a row is gone meanwhile.
    """
    for row in rows:
        manager = type(row)._base_manager  # all rows, whatever a default manager leaves out
        row.refresh_from_db(from_queryset=manager.select_for_update(no_key=True))


def lock_name(name: str) -> None:
    """Let only one transaction at a time do what `name` stands for; the others wait for its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
