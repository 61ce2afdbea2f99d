"""Whether the database may lack a migration. Asking Django takes two seconds of each start; this takes none.

It errs on the safe side: only the state that was left by the last complete `migrate` counts as up to date.
"""

import hashlib

import psycopg

from coalition.local.place import CHECKOUT, Place


def fingerprint(address: str) -> str:
    """Tells one state of code and database from another: the migrations that exist, and those that were run."""
    found = hashlib.sha256((CHECKOUT / "requirements" / "run.txt").read_bytes())
    for file in sorted(CHECKOUT.glob("*/migrations/*.py")):
        found.update(str(file.relative_to(CHECKOUT)).encode())
    for row in applied(address):
        found.update(repr(row).encode())
    return found.hexdigest()


def applied(address: str) -> list[tuple[str, str]]:
    """The migrations that were run, each with its app; none in a blank database."""
    with psycopg.connect(address, connect_timeout=5) as connection:
        if is_blank(connection):
            return []
        return connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()


def is_blank(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether no migration was ever run in the database."""
    row = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
    return row is None or bool(row[0])


def are_complete(place: Place, address: str) -> bool:
    """Whether nothing has changed since `note`."""
    noted = place.run / "migrated"
    return noted.exists() and noted.read_text() == fingerprint(address)


def note(place: Place, address: str) -> None:
    """Remember that all migrations were run."""
    (place.run / "migrated").write_text(fingerprint(address))
