"""Finds and ends the processes of a place, wherever they came from: nearly every one of them carries a mark."""

import signal
import time
from collections.abc import Callable, Iterable, Mapping

import psutil

from coalition.local.crew import Crew

HOME = "COALITION_PLACE"
NAME = "COALITION_CREW"
ERRAND = "COALITION_ERRAND"
SERVERS = {"postgres", "redis-server", "valkey-server"}
SUPERVISOR_SECONDS = 15
OTHERS_SECONDS = 5
LOOKS = 2
LOOK_SECONDS = 0.05


def mark(crew: Crew) -> dict[str, str]:
    """What the environment of a process of the crew holds."""
    return {HOME: str(crew.place.home), NAME: crew.name}


def of(crew: Crew) -> list[psutil.Process]:
    """The living processes of the crew."""
    return [process for process in psutil.process_iter() if belongs(process, crew)]


def belongs(process: psutil.Process, crew: Crew) -> bool:
    """Whether the process is of the crew: it carries the mark, or is a server that listens in the place's sockets.

    Redis writes its title over the environment it was started with, and another account's may be closed to us.
    """
    try:
        if process.name() in SERVERS:
            return crew.name == "servers" and any(str(crew.place.sockets) in part for part in process.cmdline())
        return carries(process.environ(), mark(crew))
    except psutil.Error:
        return False


def carries(environment: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether all of `wanted` is in `environment`."""
    return wanted.items() <= environment.items()


def end(crew: Crew) -> None:
    """End the crew: its supervisord first, which ends the others in order, then those it left."""
    supervisors = [process for process in of(crew) if is_supervisor(process)]
    send(supervisors, signal.SIGTERM)
    psutil.wait_procs(supervisors, timeout=SUPERVISOR_SECONDS)
    end_all(lambda: of(crew))


def end_errand(name: str) -> None:
    """End what a command started by `exec` left running."""
    end_all(lambda: [process for process in psutil.process_iter() if is_of_errand(process, name)])


def is_of_errand(process: psutil.Process, name: str) -> bool:
    """Whether the process was started, however indirectly, by that command."""
    try:
        return carries(process.environ(), {ERRAND: name})
    except psutil.Error:
        return False


def end_all(find: Callable[[], list[psutil.Process]]) -> None:
    """End what `find` finds, and what it finds then: a process that is just being started carries no mark yet."""
    for _ in range(LOOKS):
        end_these(find())
        time.sleep(LOOK_SECONDS)


def end_these(processes: list[psutil.Process]) -> None:
    """Ask all to end, and kill those that do not."""
    send([process for process in processes if is_postgres(process)], signal.SIGINT)  # its fast shutdown
    send([process for process in processes if not is_postgres(process)], signal.SIGTERM)
    _, left = psutil.wait_procs(processes, timeout=OTHERS_SECONDS)
    send(left, signal.SIGKILL)
    psutil.wait_procs(left, timeout=OTHERS_SECONDS)


def send(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    """Send a signal to each that still lives."""
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.Error:
            continue


def is_postgres(process: psutil.Process) -> bool:
    """Whether it is a PostgreSQL server."""
    try:
        return process.name() == "postgres"
    except psutil.Error:
        return False


def is_supervisor(process: psutil.Process) -> bool:
    """Whether it is a supervisord."""
    try:
        return "supervisor.supervisord" in process.cmdline()
    except psutil.Error:
        return False
