"""Places for servers and programs, small enough to start in a test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coalition.local import supervisor
from coalition.local.crew import Crew, Program
from coalition.local.place import Place, place_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place that has its folders."""
    found = place_in(tmp_path / "var", throwaway=True)
    found.make()
    yield found
    found.clear()


@pytest.fixture
def crew(place: Place) -> Iterator[Crew]:
    """A crew that has not been started; whatever a test starts of it ends with the test."""
    found = Crew(place, "portal")
    yield found
    supervisor.stop(found)


@pytest.fixture
def sleeper() -> Program:
    """A program that does nothing for long."""
    return Program("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"])
