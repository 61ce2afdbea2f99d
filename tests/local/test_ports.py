import socket

import pytest

from coalition.local import ports
from coalition.local.problems import CannotStart


@pytest.fixture
def taken() -> int:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_taken_as_wanted() -> None:
    port = ports.any_free()
    assert ports.first_free(port) == port


def test_a_taken_port_is_passed_over(taken: int) -> None:
    assert not ports.is_free(taken)
    assert ports.first_free(taken) > taken


def test_a_port_answers_while_somebody_listens(taken: int) -> None:
    assert ports.answers(taken)
    assert not ports.answers(ports.any_free())


def test_where_no_port_is_free_the_sentence_names_the_variable(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "TRIES", 1)
    with pytest.raises(CannotStart, match="PORT=9000"):
        ports.first_free(taken)


@pytest.mark.parametrize("text", ["", "web", "0", "65536", "-1", "80.5"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match="number from 1 to 65535"):
        ports.wanted_port(text)


def test_a_port_is_read_from_its_digits() -> None:
    assert ports.wanted_port("8000") == 8000
