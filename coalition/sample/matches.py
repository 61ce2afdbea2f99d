"""The sample's matches, each from its proposal to the outcome that the table gives it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from coalition.sample import tables
from coalition.sample.stage import Event, Stage
from coalition.sample.tables import Row
from coalition.shared import clock
from members.models import Organization
from resources import lifecycle
from resources.matching.candidates import candidates_for
from resources.models import AgreementMeans, Match
from resources.permissions import confirming

# Hours after the proposal at which each act of an outcome happens.
AGREED = ((5, "giver_agrees"), (9, "receiver_agrees"))
SHIPPED = (*AGREED, (30, "ship"))
ARRIVED = (*SHIPPED, (76, "receive_all"))
SCRIPTS: dict[str, tuple[tuple[int, str], ...]] = {
    "proposed": (),
    "asked": (),  # by the receiver itself
    "accepted": ((4, "receiver_accepts"),),
    "countered": ((5, "giver_counters"),),
    "agreed": AGREED,
    "shipped": SHIPPED,
    "received": (*ARRIVED, (98, "confirm"), (99, "feedback")),
    "given_back": (*ARRIVED, (760, "give_back"), (790, "confirm"), (791, "feedback")),
    "on_its_way_back": (*ARRIVED, (1000, "give_back")),
    "disputed": (*ARRIVED, (110, "dispute")),
    "settled": (*SHIPPED, (76, "receive_part"), (100, "dispute"), (130, "settle")),
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
    words: dict[str, Any] = {"quantity": int(row["quantity"]), "reason": row["reason"]}
    if row["outcome"] == "asked":
        asker = request.organization
        match = lifecycle.propose_own_match(offer, request, organization=asker, actor=stage.speaker_for(asker), **words)
    else:
        considered = [candidate.as_record() for candidate in candidates_for(request)]
        match = lifecycle.propose_match(
            offer, request, actor=stage.cast.coordinators[0], considered=considered, **words
        )
    stage.matches[row["offer"], row["request"]] = match


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


def _receiver_accepts(stage: Stage, match: Match) -> None:
    lifecycle.accept_match(match, actor=stage.speaker_for(match.receiver), organization=match.receiver)


def _giver_counters(stage: Stage, match: Match) -> None:
    note = "Half now; the rest is promised until Monday."
    actor = stage.speaker_for(match.giver)
    lifecycle.counter_match(match, actor=actor, organization=match.giver, quantity=match.quantity // 2, note=note)


def _confirm(stage: Stage, match: Match) -> None:
    party = confirming(match)
    if party:  # a loan has to come back first
        lifecycle.confirm_outcome(match, actor=stage.speaker_for(party))


def _feedback(stage: Stage, match: Match) -> None:
    text = "They called ahead, and everything was counted on the dock."
    actor = stage.speaker_for(match.receiver)
    lifecycle.give_feedback(match, actor=actor, organization=match.receiver, went="well", text=text)


def _give_back(stage: Stage, match: Match) -> None:
    note = "Cleaned and checked."
    quantity = match.received_quantity or 0
    lifecycle.record_return(match, actor=stage.speaker_for(match.giver), quantity=quantity, note=note)


def _dispute(stage: Stage, match: Match) -> None:
    text = "We counted more on our dock than the receipt says. The carrier signed for all of it."
    lifecycle.raise_dispute(match, actor=stage.speaker_for(match.giver), organization=match.giver, text=text)


def _settle(stage: Stage, match: Match) -> None:
    lifecycle.settle_dispute_of(
        match,
        actor=stage.cast.coordinators[1],
        outcome="stands",
        resolution="The carrier found the wet pallet in its own depot. The receipt is right.",
    )


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
    "receiver_accepts": _receiver_accepts,
    "giver_counters": _giver_counters,
    "confirm": _confirm,
    "feedback": _feedback,
    "give_back": _give_back,
    "dispute": _dispute,
    "settle": _settle,
    "lapse": _lapse,
}
