"""`make run`, whole: in a copy of the checkout whose path has a space, in a terminal.

The tests follow one another, as days of the same checkout: the first start loads the sample, the later ones find it.
"""

import os
import shutil
import signal
import socket
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from coalition.local import portal, ports, postgres, servers, strays
from coalition.local.place import CHECKOUT, Place, place_in
from tests.local.terminal import RUNNING, Terminal
from tests.local.waiting import until

pytestmark = pytest.mark.faults

NOT_COPIED = shutil.ignore_patterns(".venv", "var", ".git", ".*_cache", "__pycache__", "node_modules", "tests", "docs")
GONE_SECONDS = 5
Run = Callable[..., Terminal]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout, with its environment and without its data."""
    copy = tmp_path_factory.mktemp("portal") / "a checkout"
    shutil.copytree(CHECKOUT, copy, ignore=NOT_COPIED)
    (copy / ".venv").symlink_to(CHECKOUT / ".venv")
    return copy


@pytest.fixture(scope="module")
def place(checkout: Path) -> Iterator[Place]:
    found = place_in(checkout / "var")
    yield found
    found.clear()


@pytest.fixture
def run(checkout: Path) -> Iterator[Run]:
    """Types `make run` in a new terminal, in an environment without HOME that names no servers."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TMPDIR"}}
    measuring = {name: value for name, value in os.environ.items() if "COVERAGE" in name}
    opened: list[Terminal] = []

    def run(*, measured: bool = False, **variables: str) -> Terminal:
        environment = {**kept, **(measuring if measured else {}), **variables}
        opened.append(Terminal(["make", "run"], folder=checkout, environment=environment))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.end()


def processes(place: Place) -> list[psutil.Process]:
    return strays.of(portal.crew_of(place)) + strays.of(servers.crew_of(place))


def named(place: Place, word: str) -> list[psutil.Process]:
    found = []
    for process in processes(place):
        with suppress(psutil.Error):  # it has just ended
            if word in " ".join(process.cmdline()):
                found.append(process)
    return found


def is_up(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address, timeout=5).status == 200)
    except OSError:
        return False


def all_gone(place: Place) -> bool:
    _, left = psutil.wait_procs(processes(place), timeout=GONE_SECONDS)
    return not left


def write_down(place: Place, words: str) -> None:
    with psycopg.connect(postgres.url(place), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (words text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [words])


def written(place: Place) -> list[str]:
    with psycopg.connect(postgres.url(place)) as connection:
        return [row[0] for row in connection.execute("SELECT words FROM kept ORDER BY words")]


def test_the_first_start_shows_the_portal_and_how_to_sign_in(run: Run, place: Place) -> None:
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        terminal = run(PORT=str(port))
        shown = terminal.read(until=RUNNING)
    assert "Loading the sample coalition (first start only) ... done" in shown
    assert f"Port {port} is taken, so another is used." in shown
    assert all(role in shown for role in ("Representative", "Contributor", "Coordinator", "Admin"))
    assert is_up(terminal.address)
    assert is_up(f"{terminal.address}readyz")
    write_down(place, "first day")
    terminal.press_ctrl_c()
    terminal.wait()
    assert "The data stay in var/." in terminal.shown
    assert all_gone(place)


def test_a_later_start_finds_the_data_and_is_the_only_one(run: Run, place: Place) -> None:
    terminal = run(measured=True)
    shown = terminal.read(until=RUNNING)
    assert "sample" not in shown
    assert "Bringing the database up to date" not in shown
    assert written(place) == ["first day"]
    second = run()
    assert second.wait() != 0
    assert "The portal of this checkout runs already." in second.shown
    os.kill(terminal.process.pid, signal.SIGTERM)  # make hands it on
    terminal.wait()
    assert all_gone(place)


def test_each_program_that_is_killed_comes_back(run: Run, place: Place) -> None:
    address = run().address
    for word in (
        "celery -A coalition worker",
        "celery -A coalition beat",
        "gunicorn",
        "aiosmtpd",
        "redis",
        "postgres -D",
    ):
        killed = {process.pid for process in named(place, word)}
        strays.send(named(place, word), signal.SIGKILL)
        until(lambda word=word, killed=killed: {process.pid for process in named(place, word)} - killed)
        until(lambda: is_up(f"{address}readyz"))


def test_closing_the_terminal_stops_all_of_it(run: Run, place: Place) -> None:
    terminal = run()
    terminal.read(until=RUNNING)
    terminal.close()
    terminal.wait()
    assert all_gone(place)


def test_after_killing_everything_the_next_start_has_all_that_was_written(run: Run, place: Place) -> None:
    terminal = run()
    terminal.read(until=RUNNING)
    write_down(place, "second day")
    typed = psutil.Process(terminal.process.pid)
    strays.send([typed, *typed.children(recursive=True), *processes(place)], signal.SIGKILL)
    terminal.wait()
    assert is_up(run().address)
    assert written(place) == ["first day", "second day"]


def test_when_make_itself_is_killed_the_portal_ends(run: Run, place: Place) -> None:
    terminal = run()
    terminal.read(until=RUNNING)
    terminal.process.kill()
    until(lambda: not processes(place))


def test_a_failing_step_is_said_in_one_sentence_with_its_log(run: Run, place: Place) -> None:
    (place.run / "migrated").unlink()
    terminal = run(ENVIRONMENT="nonsense")
    assert terminal.wait() != 0
    assert "`manage.py migrate` failed:" in terminal.shown
    assert f"More is in {place.home}/log/migrate.log." in terminal.shown
    assert all_gone(place)
