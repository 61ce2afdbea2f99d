import pytest

from members.models import Organization
from tests.house.policy import COLUMNS
from tests.house.things import Things, furnish


@pytest.fixture
def things(request: pytest.FixtureRequest, lakeview: Organization, cascade: Organization) -> Things:
    """The house furnished, with everybody in it who stands at the head of a column."""
    names = {column.partition("/")[0] for column in COLUMNS} - {"visitor"}
    return furnish({name: request.getfixturevalue(name) for name in sorted(names)}, lakeview, cascade)
