"""The stage of the sample coalition: what stands on it, and how events are played.

The tables say what happens and when. A script of events is made from them, put in order, and played through the
verbs with the clock set to each moment.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coalition.sample.cast import Cast
from coalition.sample.tables import Row
from coalition.shared import clock
from members.models import Organization, Person
from projects.models import Project
from resources.models import Match, Offer, Request


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment."""

    moment: datetime
    happen: Callable[[], object]


@dataclass
class Stage:
    """What stands on the stage so far, by the key of its row in the tables."""

    cast: Cast
    projects: dict[str, Project] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    matches: dict[tuple[str, str], Match] = field(default_factory=dict)

    def speaker(self, slug: str) -> tuple[Organization, Person]:
        """An organization and the one of its people who speaks for it."""
        return self.cast.organizations[slug], self.cast.representatives[slug]

    def speaker_for(self, organization: Organization) -> Person:
        """The one who speaks for the organization."""
        return next(
            self.cast.representatives[slug]
            for slug, known in self.cast.organizations.items()
            if known.pk == organization.pk
        )

    def posted(self, row: Row, hour: int = 14) -> datetime:
        """The moment of a row's `days_ago`, at an hour of the day UTC."""
        return self.cast.moment(-int(row["days_ago"]), hour=hour)


def play(events: Iterable[Event]) -> None:
    """Let the events happen, in the order of their moments; none of them in the future."""
    latest = clock.now() - timedelta(minutes=1)
    for event in sorted(events, key=lambda event: event.moment):
        with clock.at(min(event.moment, latest)):
            event.happen()
