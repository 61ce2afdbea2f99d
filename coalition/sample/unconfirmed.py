"""Which offers and requests of the sample still stand: nearly all, because their owners say so now and then.

One offer has just been asked about, one is stale, and one was closed because nobody answered.
"""

from collections.abc import Iterator
from functools import partial

from coalition.sample.stage import Event, Stage
from coalition.shared import clock
from resources import aging
from resources.confirming import confirm_posting
from resources.models import Offer, Request
from resources.permissions import can_post

CLOSED, STALE, ASKED = "bridge-vents", "transport-vents", "pumps-portland"
# Days from today, and whose owners say nothing on that day, whoever else confirms.
CONFIRMED: tuple[tuple[int, set[str]], ...] = ((-37, {CLOSED}), (-16, set()), (-6, {CLOSED, STALE, ASKED}))
AGED = (-32, 0)


def events(stage: Stage) -> Iterator[Event]:
    """The days on which owners confirm, and those on which the scheduler finds what nobody confirmed."""
    for day, silent in CONFIRMED:
        yield Event(stage.cast.moment(day, hour=18), partial(_confirm, stage, silent, only=ASKED if day == -16 else ""))
    for day in AGED:
        yield Event(stage.cast.moment(day, hour=22), _age)


def _confirm(stage: Stage, silent: set[str], *, only: str) -> None:
    for postings in (stage.offers, stage.requests):
        for key, posting in postings.items():
            if key not in silent and only in {"", key}:
                _stand_by(stage, posting)


def _stand_by(stage: Stage, posting: Offer | Request) -> None:
    posting.refresh_from_db()
    actor = stage.speaker_for(posting.organization)
    if posting.is_open and can_post(actor, posting.organization):
        confirm_posting(posting, actor=actor)


def _age() -> None:
    aging.close_unanswered(clock.now())
    aging.ask_owners(clock.now())
