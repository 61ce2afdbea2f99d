"""The whole portal on this machine: servers, migrations, the sample on the first run, web, worker, beat and mail."""

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from coalition.local import migrations, ports, servers, sharing, signins, supervisor
from coalition.local.crew import Crew, Program
from coalition.local.errand import environment_for
from coalition.local.owner import Owner
from coalition.local.place import CHECKOUT, Place, shown
from coalition.local.problems import CannotStart, Stopped
from coalition.local.progress import say, step
from coalition.local.supervisor import PYTHON, Supervisor

START_SECONDS = 120  # a busy machine takes its time
LOOK_SECONDS = 0.1
GUARD_SECONDS = 1.0
DATA = ("postgres", "redis", "mail", "files", "beat-schedule*", "signins.json")
DEFAULT_PORT = "8000"
SAMPLE = ["sample_coalition", "--size", "small", "--seed", "1"]


@dataclass(frozen=True)
class Running:
    """The portal's supervisor, and the ports its web server and mail catcher listen on."""

    supervisor: Supervisor
    port: int
    mail_port: int

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return f"http://localhost:{self.port}/"

    def silent(self) -> str | None:
        """A program that does not answer yet, if there is one. /readyz asks the worker, which beat gives work."""
        if not says_yes(self.port, "/healthz"):
            return "web"
        if not ports.answers(self.mail_port):
            return "mail"
        return None if says_yes(self.port, "/readyz") else "worker"


def crew_of(place: Place) -> Crew:
    """Web server, worker, beat and mail catcher of a place."""
    return Crew(place, "portal")


def run(place: Place) -> None:
    """Run the portal until a signal asks to stop, who started us is gone, or the programs cannot be kept running."""
    owner = Owner()
    ports.wanted_port(os.environ.get("PORT") or DEFAULT_PORT)  # before the long work
    place.make()
    crew = crew_of(place)
    try:
        with only_one(crew), servers_ready(place) as environment:
            set_up(place, environment)
            with started(crew, environment) as running:
                announce(running, environment.get("PORT") or DEFAULT_PORT)
                guard(crew, running, owner)
    except Stopped:
        say("\nStopped. The data stay in var/.")


@contextmanager
def only_one(crew: Crew) -> Iterator[None]:
    """Refuse a second portal in the same checkout."""
    lease = sharing.use_alone(crew)
    if lease is None:
        raise CannotStart("The portal of this checkout runs already. End that one first, or use it.")
    try:
        yield
    finally:
        sharing.release(lease)


@contextmanager
def servers_ready(place: Place) -> Iterator[dict[str, str]]:
    """The servers answer within the block; gives the environment for what runs beside them."""
    names = " and ".join(server.title for server in servers.own(os.environ))
    with servers_announced(place, names) as addresses:
        yield environment_for(addresses, default="development")


@contextmanager
def servers_announced(place: Place, names: str) -> Iterator[dict[str, str]]:
    """Like `servers.available`, saying so."""
    manager = servers.available(place)
    with step(f"Starting {names}" if names else "Asking the database and Redis"):
        addresses = manager.__enter__()
    try:
        yield addresses
    finally:
        manager.__exit__(None, None, None)


def set_up(place: Place, environment: Mapping[str, str]) -> None:
    """Bring the database up to date; a blank one gets the sample coalition.

    A note in var/run says that a sample is due, so that a first start cut short is made up for by the next.
    """
    due = place.run / "sample-due"
    address = environment["DATABASE_URL"]
    if not migrations.applied(address):
        due.touch()
    if not migrations.are_complete(place, address):
        with step("Bringing the database up to date"):
            manage(place, environment, ["migrate", "--no-input"])
            migrations.note(place, address)
    if due.exists():
        load_sample(place, environment)
        due.unlink()


def load_sample(place: Place, environment: Mapping[str, str]) -> None:
    """Fill the database with the sample coalition."""
    with step("Loading the sample coalition (first start only)"):
        manage(place, environment, SAMPLE)


def manage(place: Place, environment: Mapping[str, str], command: list[str]) -> None:
    """Run a management command; what it says goes to a log of its name."""
    log = place.log(command[0])
    with log.open("wb") as output:
        done = subprocess.run(
            [PYTHON, "manage.py", *command], cwd=CHECKOUT, env=environment, stdout=output, stderr=output, check=False
        )
    if done.returncode:
        raise CannotStart(f"`manage.py {command[0]}` failed: {last_line(log.read_text(errors='replace'))}", log=log)


def last_line(text: str) -> str:
    """The last line that says anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing."


@contextmanager
def started(crew: Crew, environment: Mapping[str, str]) -> Iterator[Running]:
    """Keep web, worker, beat and mail running for the block."""
    try:
        with step("Starting web server, worker, beat and mail catcher"):
            running = start(crew, environment)
        yield running
    finally:
        supervisor.stop(crew)


def start(crew: Crew, environment: Mapping[str, str]) -> Running:
    """Start the crew on the first free port, and wait until all of it answers."""
    wanted = ports.wanted_port(environment.get("PORT") or DEFAULT_PORT)
    while True:
        supervisor.stop(crew)
        port, mail_port = ports.first_free(wanted), ports.any_free()
        told = {**addresses(crew.place, port, mail_port), **environment}
        running = Running(supervisor.start(crew, programs(crew.place, port, mail_port), told), port, mail_port)
        if wait(crew, running):
            return running
        wanted = port + 1


def programs(place: Place, port: int, mail_port: int) -> list[Program]:
    """The programs of the portal."""
    celery = [PYTHON, "-m", "celery", "-A", "coalition"]
    gunicorn = [PYTHON, "-m", "gunicorn", "coalition.wsgi", "--bind", "fd://0", "--threads", "4"]
    gunicorn += ["--graceful-timeout", "1", "--no-control-socket"]
    gunicorn += ["--reload"] if os.environ.get("RELOAD") else []
    mail = [PYTHON, "-m", "aiosmtpd", "--nosetuid", "--listen", f"{ports.LOOPBACK}:{mail_port}"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-mingle"]
    return [
        Program("web", gunicorn, stop_seconds=2, port=port),
        Program("worker", worker, stop_seconds=2),  # a task cut short is run again
        Program("beat", [*celery, "beat", "--loglevel", "INFO", "-s", shown(place.home / "beat-schedule")]),
        Program("mail", [*mail, "--class", "aiosmtpd.handlers.Mailbox", shown(place.home / "mail")], stop_seconds=1),
    ]


def addresses(place: Place, port: int, mail_port: int) -> dict[str, str]:
    """Variables that say where the portal is, and where its mail goes."""
    return {
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://{ports.LOOPBACK}:{mail_port}",
        "MAIL_DIRECTORY": str(place.home / "mail"),
    }


def wait(crew: Crew, running: Running) -> bool:
    """Wait until all of the crew answers; False when another program was faster to take the port."""
    deadline = time.monotonic() + START_SECONDS
    while silent := running.silent():
        ended = running.supervisor.poll() is not None
        if ended and not ports.is_free(running.port):
            return False
        if down := supervisor.down(crew):
            raise CannotStart(f"The {down[0]} program does not start.", log=crew.place.log(down[0]))
        if ended or time.monotonic() > deadline:
            raise CannotStart(f"The {silent} program does not answer.", log=crew.place.log(silent))
        time.sleep(LOOK_SECONDS)
    return True


def says_yes(port: int, path: str) -> bool:
    """Whether the web server answers a path with 200."""
    connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(running: Running, wanted: str) -> None:
    """Say where the portal is and how to sign in."""
    if wanted != str(running.port):
        say(f"\nPort {wanted} is taken, so another is used.")
    say(f"\nThe portal runs at {running.address}  (mail it sends: {running.address}mail/)\n")
    for line in signins.lines():
        say(line)
    say("\nCtrl-C stops it and keeps the data.")


def guard(crew: Crew, running: Running, owner: Owner) -> None:
    """Stay until who started us is gone, or the supervisor has ended, which it should not."""
    while not owner.leaves_within(GUARD_SECONDS):
        if running.supervisor.poll() is not None:
            raise CannotStart("The process manager has ended. Start the portal again.", log=crew.log)


def reset(place: Place) -> None:
    """Delete the data of this checkout and load a fresh sample."""
    if os.environ.get("DATABASE_URL"):
        raise CannotStart("DATABASE_URL names a database of your own; reset deletes only what is in var/. Unset it.")
    place.make()
    with only_one(crew_of(place)):
        with step("Deleting the data in var/"):
            delete_data(servers.crew_of(place))
        with servers_ready(place) as environment:
            set_up(place, environment)


def delete_data(crew: Crew) -> None:
    """Delete the database, the queue, the mail and what is derived from them, unless somebody uses them."""
    with sharing.turn(crew.place):
        if sharing.is_used(crew):
            raise CannotStart("Another run of this checkout uses the data in var/. End it first.")
        supervisor.stop(crew)
        for found in (found for pattern in DATA for found in crew.place.home.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink(missing_ok=True)
