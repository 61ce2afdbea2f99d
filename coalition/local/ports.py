"""Which TCP ports are free."""

import socket

from coalition.local.problems import CannotStart

TRIES = 50
LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def first_free(wanted: int) -> int:
    """`wanted`, or the next port after it that is free."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if is_free(port):
            return port
    raise CannotStart(f"No port from {wanted} to {wanted + TRIES - 1} is free. Name another: make run PORT=9000")


def any_free() -> int:
    """A port nobody uses, chosen by the system."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody takes connections on `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wanted_port(text: str) -> int:
    """The port a person asked for in PORT, checked."""
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise CannotStart(f"PORT is {text!r}; it must be a number from 1 to 65535.")
