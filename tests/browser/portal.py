"""The whole portal as `make run` starts it, in a place and a database of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

CHECKOUT = Path(__file__).resolve().parents[2]
START = """
import sys
from pathlib import Path
from coalition.local import place, portal, signals
with signals.stopping():
    portal.run(place.Place(home=Path(sys.argv[1]), sockets=Path(sys.argv[2])))
"""
DATABASE = "whole_way"


@dataclass(frozen=True, slots=True)
class Portal:
    """A running portal."""

    address: str
    database: str

    def sql(self, statement: str, *values: Any) -> None:
        """Change something behind the portal's back, to let time pass."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(statement, values)


@contextmanager
def running(folder: Path) -> Iterator[Portal]:
    """Start the portal with the sample coalition, wait until it says where it is, and stop it as Ctrl-C does."""
    server = os.environ["DATABASE_URL"]
    database = urlsplit(server)._replace(path=f"/{DATABASE}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    port = _free_port()
    ours = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}  # which would slow it down
    environment = ours | {"ENVIRONMENT": "development", "DATABASE_URL": database, "PORT": str(port)}
    command = [sys.executable, "-c", START, str(folder / "home"), str(folder / "sockets")]
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        _wait_until_it_says(process, f"http://localhost:{port}/")
        yield Portal(f"http://localhost:{port}", database)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_says(process: "subprocess.Popen[str]", words: str) -> None:
    said = []
    for line in process.stdout or ():
        said.append(line)
        if words in line:
            return
    raise AssertionError("The portal did not start:\n" + "".join(said))
