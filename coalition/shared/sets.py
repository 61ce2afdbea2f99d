"""Conditions on rows by a set of keys that is made once, before the rows are looked at."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class _InArray(Lookup[Any]):
    """`left = ANY(array)`."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, given = self.process_lhs(compiler, connection)
        array, more = compiler.compile(self.rhs)
        return f"{left} = ANY({array})", (*given, *more)


def among(keys: "QuerySet[Any, Any]") -> Q:
    """Rows whose primary key is among `keys`, a queryset of one column of keys.

    Written as an array and not as `IN`: PostgreSQL then looks the keys up in the primary key's index, however many
    they are, where it takes a large subquery of unknown size for a reason to read the whole table.
    """
    return Q(_InArray(F("pk"), ArraySubquery(keys)))
