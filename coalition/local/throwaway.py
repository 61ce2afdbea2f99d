"""Places that are thrown away after use, for tests and measurements."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coalition.local import servers, sharing, supervisor
from coalition.local.place import Place, of_checkout, place_in

PREFIX = "fresh-"


@contextmanager
def place(*, durable: bool = False) -> Iterator[Place]:
    """A place in a new folder below var/, removed at the end. A durable one loses nothing when a server is killed."""
    here = of_checkout()
    here.make()
    with sharing.turn(here):
        sweep(here.home)
        home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=here.home))
        lease = sharing.locked(in_use(home), fcntl.LOCK_EX)
    home.chmod(0o711)  # the account servers run as has to pass through
    try:
        yield place_in(home, throwaway=not durable)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        sharing.release(lease)


def in_use(home: Path) -> Path:
    """The file that is locked for as long as the place is used."""
    return home / "in-use.lock"


def sweep(parent: Path) -> None:
    """Remove the places of runs that were killed."""
    for home in parent.glob(f"{PREFIX}*"):
        lease = sharing.locked(in_use(home), fcntl.LOCK_EX | fcntl.LOCK_NB)
        if lease is not None:
            left = place_in(home)
            supervisor.stop(servers.crew_of(left))
            left.clear()  # its sockets may lie elsewhere
            shutil.rmtree(home, ignore_errors=True)
            sharing.release(lease)
