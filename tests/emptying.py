"""After a test with transactions of its own all tables hold again what they held after the migrations, and no more.

Django would empty all hundred tables by TRUNCATE and announce a migration, which takes ten times as long.
"""

from django.db import connection, transaction

# Rows are thrown away here whoever keeps them, in whatever order; only a superuser of PostgreSQL may.
NO_TRIGGERS = "SET LOCAL session_replication_role = replica"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' ORDER BY 1"
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
HOLDS_ROWS = "EXISTS (SELECT FROM public.{table})"
DIFFERS = """
    (EXISTS (SELECT {columns} FROM public.{table} EXCEPT SELECT {columns} FROM kept.{table})
     OR EXISTS (SELECT {columns} FROM kept.{table} EXCEPT SELECT {columns} FROM public.{table}))
"""


class Filled:
    """What the tables hold when it is made, kept in a schema of its own."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA kept")
            cursor.execute(TABLES)
            self.columns: dict[str, str] = {}  # of the tables that hold something
            conditions = {}
            for (table,) in cursor.fetchall():
                conditions[table] = HOLDS_ROWS.format(table=table)
                cursor.execute(f"SELECT {conditions[table]}")
                if cursor.fetchone() == (True,):
                    conditions[table] = self._keep(table)
        self.which = " UNION ALL ".join(f"SELECT '{table}' WHERE {changed}" for table, changed in conditions.items())

    def _keep(self, table: str) -> str:
        """Copy the table; returns the condition under which it no longer is as it was."""
        with connection.cursor() as cursor:
            cursor.execute(COLUMNS, [table])
            (self.columns[table],) = cursor.fetchone()
            cursor.execute(f"CREATE TABLE kept.{table} AS SELECT {self.columns[table]} FROM public.{table}")
        return DIFFERS.format(table=table, columns=self.columns[table])

    def restore(self) -> None:
        """Bring every table back to what it held."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NO_TRIGGERS)
            cursor.execute(self.which)
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM public.{table}")
                if columns := self.columns.get(table):
                    cursor.execute(f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM kept.{table}")
