"""Every role gets the written page at every address, and no page tells what its reader may not know."""

import pytest

from tests.house.matrix import faults, rows_of
from tests.house.things import Things


@pytest.mark.django_db
@pytest.mark.thorough
def test_every_role_gets_the_written_page(things: Things) -> None:
    assert faults(things, rows_of("GET", api=False)) == []
