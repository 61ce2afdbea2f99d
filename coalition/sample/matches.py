"""The sample's matches, each from its proposal to the outcome that the table gives it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from coalition.sample import tables
from coalition.sample.stage import Event, Stage
from coalition.sample.tables import Row
from coalition.shared import clock
from members.models import Organization
from resources import lifecycle
from resources.matching.candidates import candidates_for
from resources.models import AgreementMeans, Match

# Hours after the proposal at which each act of an outcome happens.
AGREED = ((5, "giver_agrees"), (9, "receiver_agrees"))
SHIPPED = (*AGREED, (30, "ship"))
SCRIPTS: dict[str, tuple[tuple[int, str], ...]] = {
    "proposed": (),
    "agreed": AGREED,
    "shipped": SHIPPED,
    "received": (*SHIPPED, (76, "receive_all")),
    "partly": (*SHIPPED, (76, "receive_part")),
    "declined": ((6, "decline"),),
    "cancelled": (*AGREED, (20, "cancel")),
    "lapsed": ((74, "lapse"),),
}


def events(stage: Stage) -> Iterator[Event]:
    """Every match of the table, with the acts that its outcome needs."""
    for row in tables.rows("matches"):
        proposed = stage.posted(row, hour=16)
        yield Event(proposed, partial(_propose, stage, row))
        for hours, act in SCRIPTS[row["outcome"]]:
            moment = proposed + timedelta(hours=hours, minutes=stage.cast.rng.randrange(50))
            yield Event(moment, partial(_act, stage, row, act))


def _propose(stage: Stage, row: Row) -> None:
    request = stage.requests[row["request"]]
    request.refresh_from_db()
    offer = stage.offers[row["offer"]]
    offer.refresh_from_db()
    stage.matches[row["offer"], row["request"]] = lifecycle.propose_match(
        offer,
        request,
        actor=stage.cast.coordinators[0],
        quantity=int(row["quantity"]),
        reason=row["reason"],
        considered=[candidate.as_record() for candidate in candidates_for(request)],
    )


def _act(stage: Stage, row: Row, act: str) -> None:
    ACTS[act](stage, _match(stage, row))


def _match(stage: Stage, row: Row) -> Match:
    return Match.objects.get(pk=stage.matches[row["offer"], row["request"]].pk)


def _agree(stage: Stage, match: Match, *, side: Organization, other: Organization) -> None:
    lifecycle.record_agreement(
        match,
        actor=stage.speaker_for(side),
        organization=side,
        spoke_with=f"{stage.speaker_for(other).name}, {other}",
        spoken_at=clock.now() - timedelta(minutes=25),
        means=stage.cast.rng.choice([AgreementMeans.PHONE, AgreementMeans.PHONE, AgreementMeans.VIDEO]),
        terms=f"{match.quantity:,} {match.request.resource_type.unit}, as offered. The giver arranges transport.",
    )


def _giver_agrees(stage: Stage, match: Match) -> None:
    _agree(stage, match, side=match.giver, other=match.receiver)


def _receiver_agrees(stage: Stage, match: Match) -> None:
    _agree(stage, match, side=match.receiver, other=match.giver)


def _decline(stage: Stage, match: Match) -> None:
    reason = "These are promised to those who can wear no other size."
    lifecycle.decline_match(match, actor=stage.speaker_for(match.giver), organization=match.giver, reason=reason)


def _cancel(stage: Stage, match: Match) -> None:
    reason = "The ward found them not fit for these patients."
    lifecycle.cancel_match(match, actor=stage.speaker_for(match.receiver), reason=reason)


def _ship(stage: Stage, match: Match) -> None:
    tracking = f"KL-{stage.cast.rng.randrange(10000, 99999)}"
    actor = stage.speaker_for(match.giver)
    lifecycle.record_shipment(match, actor=actor, carrier="Keystone Logistics", tracking=tracking)


def _receive_all(stage: Stage, match: Match) -> None:
    lifecycle.record_receipt(match, actor=stage.speaker_for(match.receiver), quantity=match.quantity)


def _receive_part(stage: Stage, match: Match) -> None:
    quantity = match.quantity * 3 // 4
    note = "One pallet was wet and could not be used."
    lifecycle.record_receipt(match, actor=stage.speaker_for(match.receiver), quantity=quantity, note=note)


def _lapse(stage: Stage, match: Match) -> None:
    lifecycle.lapse_unanswered(clock.now())


ACTS: dict[str, Callable[[Stage, Match], None]] = {
    "giver_agrees": _giver_agrees,
    "receiver_agrees": _receiver_agrees,
    "decline": _decline,
    "cancel": _cancel,
    "ship": _ship,
    "receive_all": _receive_all,
    "receive_part": _receive_part,
    "lapse": _lapse,
}
