"""Keeps a crew of programs running, by supervisord: docs/decisions/0002 says why that one.

A crew is one supervisord with its programs and a watch (see `sharing`), which ends the crew when nobody uses it.
"""

import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from configparser import RawConfigParser
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from coalition.local import account, strays
from coalition.local.crew import Crew, Program
from coalition.local.place import CHECKOUT, shown
from coalition.local.ports import LOOPBACK

PYTHON = shown(Path(sys.executable))
LOG_BYTES = "2MB"
DOWN = {"BACKOFF", "FATAL", "EXITED"}

Supervisor = subprocess.Popen[bytes]


def start(crew: Crew, programs: Iterable[Program], environment: Mapping[str, str]) -> Supervisor:
    """Start the crew in a session of its own, so that a closed terminal or Ctrl-C does not reach it directly."""
    watch = Program("watch", [PYTHON, "-m", "coalition.local.watch", crew.name], stop_seconds=1)
    configuration = written(crew, [watch, *programs])
    with crew.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(configuration)],
            cwd=CHECKOUT,
            env=marked(environment, crew),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def marked(environment: Mapping[str, str], crew: Crew) -> dict[str, str]:
    """The environment of the crew. It outlives the command it was started beside, so it does not carry its mark."""
    inherited = {name: value for name, value in environment.items() if name != strays.ERRAND}
    return {**inherited, **strays.mark(crew), "PYTHONUNBUFFERED": "1"}


def stop(crew: Crew) -> None:
    """End the crew and whatever is left of it; returns when all of it is gone.

    Told to end, a supervisor stops one group after the other and looks once a second; so all are stopped first.
    """
    with asked(crew) as supervisor:
        supervisor.stopAllProcesses(False)
    strays.end(crew)


def is_kept(crew: Crew) -> bool:
    """Whether the crew's supervisord lives."""
    return any(strays.is_supervisor(process) for process in strays.of(crew))


@contextmanager
def asked(crew: Crew) -> Iterator[Any]:
    """The supervisor's own interface; one that does not answer ends the block and nothing else."""
    transport = SupervisorTransport(None, None, f"unix://{crew.control}")
    with suppress(OSError, HTTPException, Fault), ServerProxy("http://localhost", transport=transport) as proxy:
        yield proxy.supervisor


def states(crew: Crew) -> dict[str, str]:
    """The state of each program in supervisord's words (RUNNING, BACKOFF, ...); empty while it cannot be asked."""
    told: list[dict[str, str]] = []
    with asked(crew) as supervisor:
        told = supervisor.getAllProcessInfo()
    return {one["name"]: one["statename"] for one in told}


def down(crew: Crew) -> list[str]:
    """Names of the programs that were started and ended at once."""
    return [name for name, state in states(crew).items() if state in DOWN]


def written(crew: Crew, programs: Iterable[Program]) -> Path:
    """Write the crew's configuration, and say where it is."""
    file = RawConfigParser()
    file["unix_http_server"] = {"file": str(crew.control), "chmod": "0700"}
    file["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    file["supervisord"] = {
        "silent": "true",
        "logfile": escaped(shown(crew.log)),
        "logfile_maxbytes": LOG_BYTES,
        "logfile_backups": "1",
        "pidfile": escaped(shown(crew.place.run / f"{crew.name}.pid")),
        **({"user": "root"} if account.is_root() else {}),
    }
    inner = []
    for priority, program in enumerate(programs, start=1):
        kind = "fcgi-program" if program.port else "program"
        file[f"{kind}:{program.name}"] = section(crew, program, priority)
        inner += [program.name] if not program.port else []
    file["group:crew"] = {"programs": ",".join(inner), "priority": "50"}  # one group is stopped at one go
    with crew.configuration.open("w") as output:
        file.write(output)
    return crew.configuration


def section(crew: Crew, program: Program, priority: int) -> dict[str, str]:
    """The settings of one program. Programs of low priority number are started first and stopped last."""
    return {
        "command": escaped(shlex.join(program.command)),
        "priority": str(priority),
        "autorestart": "true",
        "startretries": "1000",
        "stopsignal": program.stop_signal,
        "stopwaitsecs": str(program.stop_seconds),
        "stopasgroup": "false",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": escaped(shown(crew.place.log(program.name))),
        "stdout_logfile_maxbytes": LOG_BYTES,
        "stdout_logfile_backups": "1",
        **({"socket": f"tcp://{LOOPBACK}:{program.port}"} if program.port else {}),
    }


def escaped(text: str) -> str:
    """`text` as supervisord's configuration wants it, where % begins a variable."""
    return text.replace("%", "%%")
