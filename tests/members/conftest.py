"""What the tests of the ground floor share."""

import pytest

from members.models import CharterVersion, Principle


@pytest.fixture
def next_charter(db: None) -> CharterVersion:
    """A draft of the second version, with two principles."""
    charter = CharterVersion.objects.create(number=2, title="Charter of the coalition", preamble="We act together.")
    for position, title in enumerate(["For the country", "In the open"], 1):
        Principle.objects.create(charter=charter, position=position, title=title, text=f"{title} only.")
    return charter
