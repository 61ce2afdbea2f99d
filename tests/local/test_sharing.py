import subprocess
import sys

from coalition.local import sharing
from coalition.local.crew import Crew

HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_SH)
print("held", flush=True)
time.sleep(600)
"""


def test_several_may_use_a_crew_and_it_is_used_until_the_last_has_left(crew: Crew) -> None:
    assert not sharing.is_used(crew)
    first, second = sharing.use(crew), sharing.use(crew)
    sharing.release(first)
    assert sharing.is_used(crew)
    sharing.release(second)
    assert not sharing.is_used(crew)


def test_a_second_may_not_use_alone_what_another_uses(crew: Crew) -> None:
    first = sharing.use_alone(crew)
    assert first is not None
    assert sharing.use_alone(crew) is None
    sharing.release(first)


def test_a_user_that_was_killed_uses_nothing_any_more(crew: Crew) -> None:
    user = subprocess.Popen([sys.executable, "-c", HOLD, str(crew.lock)], stdout=subprocess.PIPE)
    with user:
        assert user.stdout is not None
        user.stdout.readline()
        assert sharing.is_used(crew)
        user.kill()
    assert not sharing.is_used(crew)


def test_the_turn_is_given_back(crew: Crew) -> None:
    with sharing.turn(crew.place):
        pass
    with sharing.turn(crew.place):
        pass
