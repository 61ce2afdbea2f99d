"""PostgreSQL and Redis for one run: started, or joined where another run of the checkout has started them."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from coalition.local import postgres, redis, sharing, supervisor
from coalition.local.crew import Crew, Program
from coalition.local.place import Place
from coalition.local.problems import CannotStart

START_SECONDS = 60  # recovering a large database after a crash takes its time
PATIENCE_SECONDS = 8
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Server:
    """One of the two: how it is called, which variable names it, and the functions that handle it."""

    title: str
    name: str
    variable: str
    prepare: Callable[[Place], Program]
    answers: Callable[[str], bool]
    url: Callable[[Place], str]
    finish: Callable[[str], None] = lambda _address: None  # what is left to do once it answers


ALL = (
    Server(
        "PostgreSQL",
        "postgres",
        "DATABASE_URL",
        postgres.prepare,
        postgres.answers,
        postgres.url,
        postgres.make_database,
    ),
    Server("Redis", "redis", "REDIS_URL", redis.prepare, redis.answers, redis.url),
)


def own(environment: Mapping[str, str]) -> list[Server]:
    """The servers this run has to bring: those no variable names."""
    return [server for server in ALL if not environment.get(server.variable)]


@contextmanager
def available(place: Place) -> Iterator[dict[str, str]]:
    """Have both servers answer for the block; gives their addresses as variables."""
    brought = own(os.environ)
    check_given()
    addresses = {server.variable: os.environ.get(server.variable) or server.url(place) for server in ALL}
    if not brought:
        yield addresses
        return
    with shared(crew_of(place), brought):
        yield addresses


def crew_of(place: Place) -> Crew:
    """The servers of a place."""
    return Crew(place, "servers")


def check_given() -> None:
    """Fail early when a server named by a variable does not answer."""
    for server in ALL:
        address = os.environ.get(server.variable)
        if address and not server.answers(address):
            raise CannotStart(
                f"{server.title} does not answer at the address in {server.variable}. Check that, or unset it."
            )


@contextmanager
def shared(crew: Crew, brought: list[Server]) -> Iterator[None]:
    """Use the crew of servers for the block: start it if nobody uses it, end it if nobody else does afterwards."""
    crew.place.make()
    with sharing.turn(crew.place):
        fresh = not sharing.is_used(crew) or not supervisor.is_kept(crew)
        lease = sharing.use(crew)
        try:
            if fresh:
                start(crew, brought)
            wait(crew, brought)
        except BaseException:
            leave(crew, lease)
            raise
    try:
        yield
    finally:
        with sharing.turn(crew.place):
            leave(crew, lease)


def start(crew: Crew, brought: list[Server]) -> supervisor.Supervisor:
    """Start the crew, after ending what is left of an earlier one."""
    supervisor.stop(crew)
    return supervisor.start(crew, [server.prepare(crew.place) for server in brought], os.environ)


def wait(crew: Crew, brought: list[Server]) -> None:
    """Wait until each server answers.

    A server may refuse to start while parts of one that was killed still live; the supervisor then tries again.
    """
    deadline = time.monotonic() + START_SECONDS
    for server in brought:
        while not server.answers(server.url(crew.place)):
            if server.name in supervisor.down(crew):
                deadline = min(deadline, time.monotonic() + PATIENCE_SECONDS)
            if time.monotonic() > deadline:
                raise CannotStart(f"{server.title} does not start.", log=crew.place.log(server.name))
            time.sleep(LOOK_SECONDS)
        server.finish(server.url(crew.place))


def leave(crew: Crew, lease: int | None) -> None:
    """Stop using the crew. Called by whoever has the turn."""
    sharing.release(lease)
    if not sharing.is_used(crew):
        supervisor.stop(crew)
        crew.place.clear()
