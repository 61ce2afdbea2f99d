"""Which account the servers run as. PostgreSQL refuses root, so root lends them the account `nobody`."""

import os
import pwd
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coalition.local.problems import CannotStart

SERVANT = "nobody"
ENTER = 0o001


@dataclass(frozen=True)
class Account:
    """A user and group of the machine, by number."""

    uid: int
    gid: int


def is_root() -> bool:
    """Whether this process may do everything."""
    return os.geteuid() == 0


@cache
def servant() -> Account:
    """The account servers run as: for root `nobody`, for everybody else themselves."""
    if not is_root():
        return Account(os.geteuid(), os.getegid())
    entry = pwd.getpwnam(SERVANT)
    return Account(entry.pw_uid, entry.pw_gid)


def hand_over(path: Path) -> None:
    """Give `path` to the account servers run as."""
    if is_root():
        os.chown(path, servant().uid, servant().gid)


def lent(*paths: Path) -> list[str]:
    """What to put before a command so that it runs as the servant and can reach `paths`.

    Where a path lies under a folder only root may enter, the servant is given the one capability that lets it
    through (CAP_DAC_OVERRIDE). PostgreSQL looks at its files with access(2), which drops capabilities unless
    `no_setuid_fixup` is set.
    """
    if not is_root():
        return []
    if not shutil.which("setpriv"):
        raise CannotStart(
            "PostgreSQL does not run as root, and setpriv (package util-linux), which would start it as nobody, "
            "is not installed. Install it, or run as an ordinary user."
        )
    account = servant()
    command = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
    if not all(map(open_to_all, paths)):
        command += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return [*command, "--"]


def open_to_all(path: Path) -> bool:
    """Whether every user may enter or run `path`, and pass through each folder above it."""
    return all(part.stat().st_mode & ENTER for part in (path, *path.resolve().parents))
