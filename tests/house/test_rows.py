"""The policy has a row for every address and method, and a broken permission shows in it."""

import pytest

from members import permissions
from tests.house.doors import wanted
from tests.house.matrix import faults
from tests.house.policy import ROWS
from tests.house.things import Things


def anybody(*_whoever_and_whatever: object) -> bool:
    return True


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = set(wanted())
    assert rows - set(ROWS) == set(), "Write down what each role gets there, in tests/house/policy.txt."
    assert set(ROWS) - rows == set(), "These rows lead nowhere any more."


@pytest.mark.django_db
@pytest.mark.thorough
def test_a_broken_permission_does_not_pass_unseen(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["PATCH offer-detail", "POST resources:offer_withdraw", "GET projects:project_edit"]
    assert faults(things, rows) == []
    monkeypatch.setattr(permissions.can_write_for, "__code__", anybody.__code__)  # for whoever has imported it as well
    found = faults(things, rows)
    assert [row for row in rows if not any(fault.startswith(f"{row} as olga") for fault in found)] == []
