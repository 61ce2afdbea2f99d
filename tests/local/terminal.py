"""A terminal in which somebody types `make run`."""

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from pathlib import Path

SECONDS = 240
RUNNING = "Ctrl-C stops it"


class Terminal:
    """Runs a command as a person would: in the foreground of a terminal that can be typed into, and closed."""

    def __init__(self, command: list[str], *, folder: Path, environment: dict[str, str]) -> None:
        self.master, terminal = pty.openpty()
        self.shown = ""
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # there are no threads yet
        )
        os.close(terminal)

    def read(self, *, until: str) -> str:
        """Read until a word is shown, or the command ends; gives all that was shown."""
        deadline = time.monotonic() + SECONDS
        while until not in self.shown:
            assert time.monotonic() < deadline, self.shown
            if select.select([self.master], [], [], 1)[0]:
                try:
                    self.shown += os.read(self.master, 4096).decode().replace("\r\n", "\n")
                except OSError:
                    break
        return self.shown

    @property
    def address(self) -> str:
        """Where the portal is, once it has said so."""
        found = re.search(r"http://localhost:\d+/", self.read(until=RUNNING))
        assert found, self.shown
        return found.group()

    def press_ctrl_c(self) -> None:
        os.write(self.master, b"\x03")

    def close(self) -> None:
        """Close the window: the system sends SIGHUP to what runs in it."""
        os.close(self.master)
        self.master = -1

    def wait(self) -> int:
        """The exit code, once the command has ended."""
        self.read(until="never shown") if self.master >= 0 else None
        return self.process.wait(60)

    def end(self) -> None:
        """Clear up after a test, however it went."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(60)
        if self.master >= 0:
            self.close()
