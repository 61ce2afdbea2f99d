"""`exec`, whole: with servers of its own, in a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from coalition.local import errand
from coalition.local.place import CHECKOUT
from coalition.local.problems import CannotStart

pytestmark = pytest.mark.faults

FRESH = [sys.executable, "-m", "coalition.local", "exec", "--fresh", "--"]


@pytest.fixture
def bare() -> dict[str, str]:
    """An environment that names no servers, as a newcomer's."""
    ours = ("DATABASE_URL", "REDIS_URL", "ENVIRONMENT", "COALITION_ERRAND")
    return {name: value for name, value in os.environ.items() if name not in ours}


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FRESH, *command], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_exit_code_is_the_commands() -> None:
    assert errand.run(["sh", "-c", "exit 7"], os.environ) == 7
    assert errand.run(["sh", "-c", "kill -KILL $$"], os.environ) == 128 + 9


def test_a_command_that_does_not_exist_is_said_by_name() -> None:
    with pytest.raises(CannotStart, match="nosuchcommand cannot be run"):
        errand.run(["nosuchcommand"], os.environ)


def test_what_the_command_left_running_is_ended(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    assert errand.run(["sh", "-c", f'sleep 600 & echo $! > "{noted}"'], os.environ) == 0
    assert not psutil.pid_exists(int(noted.read_text()))


def test_the_command_finds_both_servers_and_its_own_arguments(bare: dict[str, str]) -> None:
    script = "import os, sys, psycopg, redis; psycopg.connect(os.environ['DATABASE_URL']); "
    script += "redis.Redis.from_url(os.environ['REDIS_URL']).ping(); print(sys.argv[1:], os.environ['ENVIRONMENT'])"
    done = run([sys.executable, "-c", script, "two words", "--"], bare)
    assert (done.stdout, done.stderr, done.returncode) == ("['two words', '--'] test\n", "", 0)


def test_servers_of_its_own_are_gone_afterwards_even_when_asked_to_stop(bare: dict[str, str]) -> None:
    show = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(600)"
    with subprocess.Popen(
        [*FRESH, sys.executable, "-c", show], cwd=CHECKOUT, env=bare, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        sockets = Path(running.stdout.readline().strip().partition("host=")[2])
        assert (sockets / ".s.PGSQL.5432").exists()
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 128 + signal.SIGTERM
    assert not sockets.exists()
    assert not [
        process
        for process in psutil.process_iter(["cmdline"])  # of one that is just ending it is None
        if str(sockets) in " ".join(process.info["cmdline"] or ())
    ]


def test_what_a_killed_run_left_is_swept_by_the_next(bare: dict[str, str]) -> None:
    show = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(600)"
    with subprocess.Popen(
        [*FRESH, sys.executable, "-c", show], cwd=CHECKOUT, env=bare, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        sockets = Path(running.stdout.readline().strip().partition("host=")[2])
        left = psutil.Process(running.pid).children(recursive=True)
        running.kill()
    for process in left:
        process.kill()  # the command, which nobody ends when what started it is killed
    assert run(["true"], bare).returncode == 0
    assert not sockets.exists()


def test_a_database_that_does_not_answer_is_said_before_anything_starts(bare: dict[str, str]) -> None:
    done = run(["true"], {**bare, "DATABASE_URL": "postgres://nobody@localhost:1/none"})
    assert done.returncode == 1
    assert done.stderr.strip() == "PostgreSQL does not answer at the address in DATABASE_URL. Check that, or unset it."


def test_without_a_command_one_is_asked_for(bare: dict[str, str]) -> None:
    done = run([], bare)
    assert (done.returncode, "Name a command" in done.stderr) == (1, True)
