"""What the sample's coordinators do about cases besides matching: one is on a case, one leaves a case to another."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from coalition.sample.cast import make_person
from coalition.sample.stage import Event, Stage
from coalition.shared import clock
from members import people
from members.models import Role
from resources import casework

HELD, FLAGGED = "n95-detroit-2", "oxygen-sanjuan"
EMPLOYER = "isla-verde"  # which asks for what is flagged, and employs a coordinator


def events(stage: Stage) -> Iterator[Event]:
    """All of it in the last hour, so that it still stands when one looks around."""
    yield Event(clock.now() - timedelta(minutes=50), partial(_hold, stage))
    yield Event(clock.now() - timedelta(minutes=30), partial(_flag, stage))


def _hold(stage: Stage) -> None:
    request, actor = stage.requests[HELD], stage.cast.coordinators[1]
    casework.claim_case(request, actor=actor)
    casework.note_on_case(
        request, actor=actor, text="Their dock takes pallets until five. I call Keystone again at two."
    )


def _flag(stage: Stage) -> None:
    organization, representative = stage.speaker(EMPLOYER)
    actor = make_person("Pilar Santos", "pilar@coalition.example", state="PR", is_coordinator=True)
    people.join(organization, person=actor, role=Role.READER, actor=representative)
    casework.flag_conflict(
        stage.requests[FLAGGED],
        actor=actor,
        note="I work at Isla Verde, so somebody else has to match this. The ferry leaves at six.",
    )
