"""How a verb makes sure that nobody else changes what it is about to change."""

from django.db import connection
from django.db.models import Model


def lock(*rows: Model) -> None:
    """Lock the rows until the transaction ends and read them anew into the given objects, in the order given.

    New rows may still point at a locked one. Verbs that lock several rows of a kind give them in the order of their
    primary keys, so that no two wait for each other. Raises DoesNotExist when a row is gone meanwhile.
    """
    for row in rows:
        everything = row._meta.base_manager  # whatever a default manager leaves out; asked so of a lazy row as well
        row.refresh_from_db(from_queryset=everything.select_for_update(no_key=True))


def lock_name(name: str, *, shared: bool = False) -> None:
    """Let only one transaction at a time do what `name` stands for; the others wait for its end.

    Those that ask for it `shared` wait for whoever holds it alone, not for each other.
    """
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])


def hold(*rows: Model) -> None:
    """Keep the rows of one kind as they are until the transaction ends. Others may hold them at the same time.

    For what a verb relies on but does not change, and before it locks what it does change: who wants to `lock` a row
    that is held waits. Reads nothing: what is read after it is what stays.
    """
    if rows:
        table = connection.ops.quote_name(rows[0]._meta.db_table)
        keys = [row.pk for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE", [keys])  # noqa: S608  # a table of ours
