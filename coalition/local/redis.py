"""Redis: found, and the command that runs it."""

import subprocess
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from coalition.local import account, binaries
from coalition.local.crew import Program
from coalition.local.place import Place, shown
from coalition.local.problems import CannotStart

# The queue must neither lose nor drop what it holds: docs/decisions/0003 has the measurements.
OPTIONS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
}
CARELESS = {"appendonly": "no"}


def find() -> Path:
    """The server program to use."""
    for program in binaries.redis_servers():
        if runs(program):
            return program
    raise CannotStart(
        "No Redis was found, and there is no build of it for this machine. "
        "Install your distribution's package (Debian: redis-server), or set REDIS_URL."
    )


def runs(program: Path) -> bool:
    """Whether the program runs on this machine."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def socket(place: Place) -> Path:
    """Where it listens."""
    return place.sockets / "redis.sock"


def url(place: Place) -> str:
    """The address of the server, for REDIS_URL."""
    return f"unix://{socket(place)}"


def prepare(place: Place) -> Program:
    """Make the data folder if there is none, and give the program to run."""
    program = find()
    folder = place.home / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    account.hand_over(folder)
    options = OPTIONS | {"dir": shown(folder), "unixsocket": str(socket(place))}
    options |= CARELESS if place.throwaway else {}
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    command = [*account.lent(program, place.home), shown(program), *arguments]
    return Program("redis", command, stop_seconds=3)


def answers(address: str) -> bool:
    """Whether the server at `address` answers; one that is still loading its data does not."""
    try:
        with Redis.from_url(address, socket_timeout=3, socket_connect_timeout=3) as client:
            return bool(client.ping())
    except RedisError:
        return False
