"""What an organization that goes away leaves behind on the floors above, which this floor does not know.

Each of them registers, when it starts, how it tells what is open, how it hands that back, and how it passes it on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from members.models import Organization, Person

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something that others count on: what it is, how it stands, and what becomes of it when its organization leaves.

    `blocks` says that it cannot be handed back. `action` and `action_url` are what one can do about it before.
    """

    title: str
    url: str
    state: Text
    outcome: Text
    blocks: bool = False
    action: Text = ""
    action_url: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """Something that others find and that is closed when its organization leaves."""

    title: str
    url: str
    state: Text


class HandBack(Protocol):
    """Hand back or close all that is open, in the transaction of the caller, who has locked the organization.

    What cannot be handed back raises Conflict (`units_on_the_way`), unless `anyway`.
    """

    def __call__(self, organization: Organization, *, actor: Person, reason: str, anyway: bool) -> None: ...


class PassOn(Protocol):
    """Pass all that is open on to `into`, in the transaction of the caller, who has locked both organizations."""

    def __call__(self, organization: Organization, *, into: Organization, actor: Person, reason: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Floor:
    """What one floor knows of an organization that goes away."""

    open_commitments: Callable[[Organization], Iterable[Commitment]]
    open_postings: Callable[[Organization], Iterable[Posted]]
    hand_back: HandBack
    pass_on: PassOn


_floors: dict[str, Floor] = {}


def register(name: str, floor: Floor) -> None:
    """Add a floor, once; floors lock their rows in the order in which they are added. Raises ValueError."""
    if name in _floors:
        raise ValueError(f"There is a floor {name!r} already.")
    _floors[name] = floor


def open_commitments(organization: Organization) -> list[Commitment]:
    """What others count on; what blocks comes first."""
    found = [commitment for floor in _floors.values() for commitment in floor.open_commitments(organization)]
    return sorted(found, key=lambda commitment: not commitment.blocks)


def open_postings(organization: Organization) -> list[Posted]:
    """What others find of it."""
    return [posted for floor in _floors.values() for posted in floor.open_postings(organization)]


def hand_back(organization: Organization, *, actor: Person, reason: str, anyway: bool) -> None:
    """Have every floor hand back and close what is open. Raises Conflict."""
    for floor in _floors.values():
        floor.hand_back(organization, actor=actor, reason=reason, anyway=anyway)


def pass_on(organization: Organization, *, into: Organization, actor: Person, reason: str) -> None:
    """Have every floor pass what is open on to the other organization."""
    for floor in _floors.values():
        floor.pass_on(organization, into=into, actor=actor, reason=reason)
