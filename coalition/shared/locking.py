"""How a verb makes sure that nobody else changes what it is about to change."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model


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


def hold(*rows: Model, reading: Sequence[str] = ()) -> None:
    """Keep the rows of one kind as they are until the transaction ends. Others may hold them at the same time.

    For what a verb relies on but does not change, and before it locks what it does change: who wants to `lock` a row
    that is held waits. The fields named in `reading` are read anew into the given objects, with the same query; any
    other that is read after it is what stays.
    """
    if not rows:
        return
    meta, name = rows[0]._meta, connection.ops.quote_name
    fields = [cast("Field[Any, Any]", meta.get_field(field)) for field in reading]
    columns = ", ".join(name(str(field.column)) for field in (meta.pk, *fields))
    keys = [row.pk for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {name(meta.db_table)} WHERE id = ANY(%s) ORDER BY id FOR SHARE",  # noqa: S608  # names of ours
            [keys],
        )
        found = {key: values for key, *values in cursor.fetchall()}
    for row in rows:
        for field, value in zip(fields, found.get(row.pk, ()), strict=False):
            setattr(row, field.attname, value)
