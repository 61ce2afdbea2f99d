"""Every role gets the written answer to every form, and in the API to every method."""

import pytest

from tests.house.matrix import faults, rows_of
from tests.house.things import Things


@pytest.mark.django_db
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("method", "api"),
    [("POST", False), ("GET", True), ("POST", True), ("PUT", True), ("PATCH", True), ("DELETE", True)],
)
def test_every_role_gets_the_written_answer(things: Things, method: str, api: bool) -> None:
    rows = rows_of(method, api=api)
    assert rows
    assert faults(things, rows) == []
