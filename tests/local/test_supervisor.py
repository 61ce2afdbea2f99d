"""Crews, with a real supervisord."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest

from coalition.local import ports, sharing, strays, supervisor
from coalition.local.crew import Crew, Program
from tests.local.waiting import until

Start = Callable[..., supervisor.Supervisor]

pytestmark = pytest.mark.faults


def sleepers(crew: Crew) -> list[psutil.Process]:
    found = []
    for process in strays.of(crew):
        with suppress(psutil.Error):  # it has just ended
            if "import time; time.sleep(600)" in process.cmdline():
                found.append(process)
    return found


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts crews, and ends them after the test."""
    with ExitStack() as running:

        def start(crew: Crew, *programs: Program, **variables: str) -> supervisor.Supervisor:
            started = running.enter_context(supervisor.start(crew, programs, {**os.environ, **variables}))
            running.callback(supervisor.stop, crew)
            return started

        yield start


@pytest.fixture
def used(crew: Crew) -> Iterator[Crew]:
    """The crew has a user, so its watch lets it be."""
    lease = sharing.use(crew)
    yield crew
    sharing.release(lease)


def test_a_program_that_dies_is_started_again(start: Start, used: Crew, sleeper: Program) -> None:
    start(used, sleeper)
    first = until(lambda: sleepers(used))[0]
    until(lambda: supervisor.states(used).get("sleeper") == "RUNNING")
    first.kill()
    until(lambda: [process for process in sleepers(used) if process.pid != first.pid])


def test_stopping_leaves_nothing_behind(start: Start, used: Crew, sleeper: Program) -> None:
    start(used, sleeper)
    until(lambda: sleepers(used))
    supervisor.stop(used)
    assert not strays.of(used)
    assert not supervisor.is_kept(used)
    assert supervisor.states(used) == {}


def test_a_crew_that_nobody_uses_ends_by_itself(start: Start, crew: Crew, sleeper: Program) -> None:
    lease = sharing.use(crew)
    start(crew, sleeper)
    until(lambda: sleepers(crew))
    sharing.release(lease)
    until(lambda: not strays.of(crew))


def test_what_a_killed_supervisor_left_is_ended(start: Start, used: Crew, sleeper: Program) -> None:
    start(used, sleeper)
    until(lambda: sleepers(used))
    for process in strays.of(used):
        if strays.is_supervisor(process):
            process.kill()
    assert sleepers(used)
    supervisor.stop(used)
    assert not strays.of(used)


def test_a_program_that_does_not_stop_is_killed(start: Start, used: Crew, tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({!r}, 'w'); time.sleep(600)"
    command = [sys.executable, "-c", stubborn.format(str(tmp_path / "ready"))]
    start(used, Program("stubborn", command, stop_seconds=1))
    until((tmp_path / "ready").exists)
    supervisor.stop(used)
    assert not strays.of(used)


def test_a_program_that_ends_at_once_is_said_to_be_down(start: Start, used: Crew) -> None:
    start(used, Program("broken", [sys.executable, "-c", "raise SystemExit('no')"]))
    until(lambda: supervisor.down(used) == ["broken"])
    assert used.place.log("broken").read_text() == "no\n"


def test_a_port_that_is_taken_ends_the_start(start: Start, used: Crew, sleeper: Program) -> None:
    port = ports.any_free()
    web = Program("web", sleeper.command, port=port)
    start(used, web, sleeper)
    until(lambda: ports.answers(port))
    other = Crew(used.place, "other")
    assert start(other, web, sleeper).wait(30) != 0
    assert "Could not create FastCGI socket" in other.log.read_text()


@pytest.mark.parametrize("text", ["50% off", "it's", 'a "quoted" word', "%(ENV_HOME)s", "a\\b"])
def test_any_argument_reaches_the_program_as_it_is(start: Start, used: Crew, text: str) -> None:
    command = [sys.executable, "-c", "import sys, time; print(sys.argv[1], flush=True); time.sleep(600)", text]
    start(used, Program("echo", command))
    until(lambda: used.place.log("echo").exists() and used.place.log("echo").read_text() == f"{text}\n")


def test_the_mark_of_the_command_beside_is_not_handed_on(start: Start, used: Crew, sleeper: Program) -> None:
    start(used, sleeper, **{strays.ERRAND: "beside"})
    until(lambda: sleepers(used))
    strays.end_errand("beside")
    assert sleepers(used)


def test_a_process_without_the_mark_is_left_alone(used: Crew) -> None:
    bystander = psutil.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        strays.end(used)
        assert bystander.poll() is None
    finally:
        bystander.send_signal(signal.SIGKILL)
        bystander.wait()
