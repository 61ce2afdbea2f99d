"""Runs one command beside the servers, and ends everything it started."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Mapping

from coalition.local import strays
from coalition.local.problems import CannotStart, Stopped

GRACE_SECONDS = 10


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run it and give its exit code, as a shell would: 128 and the signal's number for one that was killed."""
    name = uuid.uuid4().hex
    try:
        process = subprocess.Popen(command, env={**environment, strays.ERRAND: name})
    except OSError as error:
        raise CannotStart(f"{command[0]} cannot be run: {error.strerror}.") from error
    try:
        code = process.wait()
    except Stopped as stop:
        code = ended(process, stop.signal_number)
    finally:
        strays.end_errand(name)
    return code if code >= 0 else 128 - code


def ended(process: subprocess.Popen[bytes], number: int) -> int:
    """Pass the signal on and wait for the end. A terminal has sent Ctrl-C to the command already."""
    if number != signal.SIGINT or sys.stdin is None or not sys.stdin.isatty():
        process.send_signal(number)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    return -number


def environment_for(addresses: Mapping[str, str], *, default: str) -> dict[str, str]:
    """The environment of a command: ours, with the servers' addresses, and `default` for ENVIRONMENT."""
    return {"ENVIRONMENT": default, **os.environ, **addresses}
