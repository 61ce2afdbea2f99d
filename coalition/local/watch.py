"""Ends a crew when nobody uses it any more. One of the crew's own programs, so it is always there when the crew is.

Run as `python -m coalition.local.watch CREW`, with the place in the environment.
"""

import fcntl
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from coalition.local import sharing, signals
from coalition.local.crew import Crew
from coalition.local.place import place_in
from coalition.local.problems import Stopped

LOOK_SECONDS = 1.0


def watch(crew: Crew) -> None:
    """Wait until nobody uses the crew, then ask its supervisor, our parent, to end it."""
    supervisor = os.getppid()
    while os.getppid() == supervisor:
        time.sleep(LOOK_SECONDS)
        turn = sharing.locked(crew.place.turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if turn is not None and not sharing.is_used(crew):
            os.kill(supervisor, signal.SIGTERM)
            signal.pause()  # the supervisor ends us; whoever comes meanwhile waits for it
        sharing.release(turn)


if __name__ == "__main__":
    with suppress(Stopped), signals.stopping():
        watch(Crew(place_in(Path(os.environ["COALITION_PLACE"])), sys.argv[1]))
