"""A gunicorn with one worker on one core, and a client that keeps its connection open on another."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Ask = Callable[[], int]  # sends one request and returns the status


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds a request took."""

    seconds: list[float]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / sum(self.seconds)

    @property
    def p50(self) -> float:
        """Median in milliseconds."""
        return round(statistics.median(self.seconds) * 1000, 1)

    @property
    def p95(self) -> float:
        """The value under which 95 % lie, in milliseconds."""
        return round(statistics.quantiles(self.seconds, n=20)[-1] * 1000, 1)


@contextmanager
def gunicorn(settings: str, *, workers: int = 1, threads: int = 1) -> Iterator[int]:
    """Serve with one synchronous worker on the last core, or with more, wherever they run; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "coalition.wsgi"),
        *("--workers", str(workers), "--threads", str(threads)),
        *("--worker-class", "gthread", "--keep-alive", "75", "--no-control-socket"),
        *("--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
    ]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DEBUG": "0",
        "LOG_LEVEL": "CRITICAL" if workers > 1 else "ERROR",
    }
    process = subprocess.Popen(command, env=environment)
    if workers == 1:
        os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, *, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


class Client:
    """One connection, kept open."""

    def __init__(self, port: int, **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = headers

    def ask(self, method: str, path: str, body: bytes | None = None) -> int:
        """Send one request, read the whole answer. Raises RuntimeError unless it is a success."""
        self.connection.request(method, path, body, self.headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path} answered {response.status}: {answer[:300]!r}")
        return response.status


def race(ours: Ask, theirs: Ask, *, rounds: int = 10, each: int = 20) -> tuple[Timing, Timing]:
    """Time both in turns, so that whatever else the machine does falls on both alike."""
    for ask in (ours, theirs):
        for _ in range(5):
            ask()
    lists: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for ask, seconds in zip((ours, theirs), lists, strict=True):
            for _ in range(each):
                begin = time.perf_counter()
                ask()
                seconds.append(time.perf_counter() - begin)
    return Timing(lists[0]), Timing(lists[1])
