"""Who started us: when they are gone, nobody can stop us any more."""

import os
import select
import sys
import time


class Owner:
    """Our parent process, and the terminal we were started in, if it was one."""

    def __init__(self) -> None:
        self.parent = os.getppid()
        self.terminal = select.poll() if sys.stdin is not None and sys.stdin.isatty() else None
        if self.terminal:
            self.terminal.register(sys.stdin.fileno(), 0)  # 0: asks for nothing but the end

    def leaves_within(self, seconds: float) -> bool:
        """Wait that long, or until the terminal is closed; says whether the owner is gone.

        Of a closed terminal the system tells, by SIGHUP, only the process that came first in it. Where that is make
        (`ssh -t host make run`), it waits for us, and we would not hear of it.
        """
        if self.terminal:
            return bool(self.terminal.poll(seconds * 1000)) or os.getppid() != self.parent
        time.sleep(seconds)
        return os.getppid() != self.parent
