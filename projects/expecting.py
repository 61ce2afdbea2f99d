"""What is expected of milestones, added to the rows that the API shows."""

from collections.abc import Iterable
from typing import Any

from coalition.shared import clock
from projects.network import network_of


def expect(rows: Iterable[dict[str, Any]]) -> None:
    """Add `expected_on` and `held_up_by` to the milestones of the rows, as JSON writes them. Two queries."""
    milestones = [milestone for row in rows for milestone in row["its_milestones"]]
    network = network_of((milestone["id"] for milestone in milestones), today=clock.today())
    for milestone in milestones:
        key = milestone["id"]
        forecast, cause = network.forecast(key), network.cause(key)
        milestone["expected_on"] = None if forecast.step.dropped else forecast.expected_on.isoformat()
        milestone["held_up_by"] = cause.pk if cause else None
