"""Where servers keep their data, logs and sockets: a checkout's own var/, or a folder thrown away afterwards."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coalition.local import account
from coalition.local.problems import CannotStart

CHECKOUT = Path(__file__).resolve().parents[2]

# A socket's path may be 107 bytes long on Linux and 103 elsewhere; the longest name put below takes 24 of them.
LONGEST_SOCKET_FOLDER = 75
# Socket paths stand unquoted in addresses such as postgres://...?host=PATH.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")


@dataclass(frozen=True)
class Place:
    """The folder of one set of servers: `home` holds data and logs, `sockets` the sockets."""

    home: Path
    sockets: Path
    throwaway: bool = False

    @property
    def logs(self) -> Path:
        """One file for each program."""
        return self.home / "log"

    @property
    def run(self) -> Path:
        """Locks and written configuration."""
        return self.home / "run"

    @property
    def turn(self) -> Path:
        """The file that who comes or goes locks."""
        return self.run / "turn.lock"

    def log(self, program: str) -> Path:
        """The log of one program."""
        return self.logs / f"{program}.log"

    def make(self) -> None:
        """Create the folders; the sockets' folder only its owner may enter."""
        try:
            for folder in (self.home, self.logs, self.run):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / ".writable").touch()
                (folder / ".writable").unlink()
        except OSError as error:
            raise CannotStart(
                f"{error.filename} cannot be written: give it to the user you are, or run as the user who made it."
            ) from error
        make_private(self.sockets)

    def clear(self) -> None:
        """Remove the sockets' folder if it lies elsewhere. For whoever leaves last."""
        if not self.sockets.is_relative_to(self.home):
            shutil.rmtree(self.sockets, ignore_errors=True)


def of_checkout() -> Place:
    """The place of this checkout: its folder var/."""
    return place_in(CHECKOUT / "var")


def place_in(home: Path, *, throwaway: bool = False) -> Place:
    """A place in `home`, its sockets there too, or in a short folder of their own if the path is long or odd."""
    sockets = home / "run" / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER or not PLAIN_PATH.fullmatch(str(sockets)):
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        sockets = short_folder() / f"coalition-{os.geteuid()}-{name}"
    return Place(home=home, sockets=sockets, throwaway=throwaway)


def short_folder() -> Path:
    """A folder with a short plain path, to make private folders in; for root one that only root may write."""
    if account.is_root() and Path("/run").is_dir():
        return Path("/run")
    given = tempfile.gettempdir()
    if len(os.fsencode(given)) <= LONGEST_SOCKET_FOLDER // 2 and PLAIN_PATH.fullmatch(given):
        return Path(given)
    return Path("/tmp")  # noqa: S108  # only folders checked by make_private are put in it


def make_private(folder: Path) -> None:
    """Create `folder` for the account the servers run as, or refuse one that somebody else put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    ours = found.st_uid in {os.geteuid(), account.servant().uid}
    if not stat.S_ISDIR(found.st_mode) or not ours:
        raise CannotStart(f"{folder} belongs to another user. Remove it, or set TMPDIR to a folder of your own.")
    folder.chmod(0o700)
    account.hand_over(folder)


def shown(path: Path) -> str:
    """`path` as one would type it inside the checkout: relative where it can be.

    Programs are given paths like that too: supervisord's configuration cannot hold every folder's name.
    """
    return str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else str(path)
