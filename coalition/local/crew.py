"""A crew: programs that are started, kept running and ended together, in a place."""

from dataclasses import dataclass
from pathlib import Path

from coalition.local.place import Place


@dataclass(frozen=True)
class Crew:
    """Named after what it is for: `servers` or `portal`."""

    place: Place
    name: str

    @property
    def log(self) -> Path:
        """What its supervisor says."""
        return self.place.log(self.name)

    @property
    def control(self) -> Path:
        """The socket on which its supervisor takes orders."""
        return self.place.sockets / f"{self.name}.ctl"

    @property
    def lock(self) -> Path:
        """The file whose locks are its users."""
        return self.place.run / f"{self.name}.lock"

    @property
    def configuration(self) -> Path:
        """What its supervisor is told to run."""
        return self.place.run / f"{self.name}.conf"


@dataclass(frozen=True)
class Program:
    """What to run, and how to stop it: `stop_signal` first, after `stop_seconds` the kill."""

    name: str
    command: list[str]
    stop_signal: str = "TERM"
    stop_seconds: int = 3
    port: int | None = None  # the supervisor listens there and hands the socket over as standard input
