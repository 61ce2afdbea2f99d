"""Killing PostgreSQL: all its processes at once, by SIGKILL. Whoever keeps it starts it again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil
from django.db import Error, connection


@contextmanager
def killed(times: int, *, seconds: float) -> Iterator[list[float]]:
    """Kill it so many times, spread over the seconds; gives how long each took until it answered again."""
    stop, outages = Event(), list[float]()

    def kill() -> None:
        for _ in range(times):
            if stop.wait(seconds / (times + 1)):
                return
            begin = time.monotonic()
            _kill()
            _wait()
            outages.append(round(time.monotonic() - begin, 1))
        connection.close()

    thread = Thread(target=kill)
    thread.start()
    try:
        yield outages
    finally:
        stop.set()
        thread.join()
        connection.close()  # ours, too, leads to a server that is gone


def _kill() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    connection.close()
    keeper = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
    for process in (keeper, *keeper.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _wait() -> None:
    while True:
        time.sleep(0.05)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            connection.close()
        else:
            return
