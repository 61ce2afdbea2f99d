"""PostgreSQL: found, its data folder made, the command that runs it."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from coalition.local import account, binaries
from coalition.local.crew import Program
from coalition.local.place import CHECKOUT, Place, shown
from coalition.local.problems import CannotStart

OLDEST = 15
NAME = "coalition"  # of the superuser and of the database
PORT = 5432  # only a part of the socket's name: nothing listens on the network

# A throwaway database need not survive a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Release:
    """Server programs in `folder`, of one major version."""

    folder: Path
    major: int


def find() -> Release:
    """The server programs to use."""
    for folder in binaries.postgres_folders():
        if (major := version_of(folder / "postgres")) >= OLDEST:
            return Release(folder, major)
    raise CannotStart(
        f"No PostgreSQL {OLDEST} or newer was found, and there is no build of it for this machine. "
        "Install your distribution's package (Debian: postgresql), or set DATABASE_URL."
    )


def version_of(program: Path) -> int:
    """Its major version; 0 when it does not run here."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", told)
    return int(number.group()) if number else 0


def data(place: Place) -> Path:
    """The folder of the database."""
    return place.home / "postgres"


def url(place: Place) -> str:
    """The address of the database, for DATABASE_URL."""
    return f"postgres://{NAME}@/{NAME}?host={place.sockets}"


def prepare(place: Place) -> Program:
    """Make the data folder if there is none, forget what a crash left, and give the program to run."""
    release = find()
    folder = data(place)
    servant = account.lent(release.folder / "postgres", place.home)
    if (folder / "PG_VERSION").exists():
        check_version(folder, release)
        forget_dead_server(place)
    else:
        make_cluster(place, [*servant, shown(release.folder / "initdb")], release)
    options = ["listen_addresses=", f"unix_socket_directories={place.sockets}", "unix_socket_permissions=0700"]
    options += CARELESS if place.throwaway else ()
    arguments = [argument for option in options for argument in ("-c", option)]
    command = [*servant, shown(release.folder / "postgres"), "-D", shown(folder), "-p", str(PORT), *arguments]
    return Program("postgres", command, stop_signal="INT", stop_seconds=8)


def check_version(folder: Path, release: Release) -> None:
    """Refuse data another major version made."""
    made_by = (folder / "PG_VERSION").read_text().strip()
    if made_by != str(release.major):
        raise CannotStart(
            f"The data in {shown(folder)} were made by PostgreSQL {made_by}; the one found is {release.major}. "
            "`make reset` starts over with a fresh sample."
        )


def make_cluster(place: Place, initdb: list[str], release: Release) -> None:
    """Run initdb. It works in a folder of its own first, so that a start cut short leaves nothing half made."""
    unfinished = place.home / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.hand_over(unfinished)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if release.major >= 17 else ["--locale=C.UTF-8"]
    options = [f"--username={NAME}", "--auth=trust", "--encoding=UTF8", "--no-instructions", *locale]
    options += ["--no-sync"] if place.throwaway else []
    log = place.log("initdb")
    with log.open("wb") as output:
        made = subprocess.run(
            [*initdb, "-D", shown(unfinished), *options], cwd=CHECKOUT, stdout=output, stderr=output, check=False
        )
    if made.returncode:
        raise CannotStart("PostgreSQL could not make its data folder.", log=log)
    unfinished.rename(data(place))


def forget_dead_server(place: Place) -> None:
    """Remove lock files whose process number now belongs to another program, as it may after a crash."""
    for lock in (data(place) / "postmaster.pid", place.sockets / f".s.PGSQL.{PORT}.lock"):
        if lock.exists() and not is_postgres(first_number(lock)):
            lock.unlink()


def first_number(lock: Path) -> int:
    """The process number in a lock file of PostgreSQL."""
    number = re.match(r"-?\d+", lock.read_text())
    return abs(int(number.group())) if number else 0


def is_postgres(pid: int) -> bool:
    """Whether that process is a PostgreSQL server."""
    try:
        return psutil.Process(pid).name() == "postgres"
    except psutil.Error:
        return False


def answers(address: str) -> bool:
    """Whether the server at `address` takes connections."""
    try:
        psycopg.connect(address, connect_timeout=3, dbname="postgres").close()
    except psycopg.Error:
        return False
    return True


def make_database(address: str) -> None:
    """Create the database if it is not there yet."""
    with psycopg.connect(address, dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {NAME}")
