"""What follows on the floors above when somebody may no longer write for an organization.

They left it or were removed, became a reader, or may not sign in. Each floor registers what it does when it starts.
"""

from collections.abc import Callable

from members.models import Person

Release = Callable[..., None]

_floors: dict[str, Release] = {}


def register(floor: str, release: Release) -> None:
    """Take in a floor's function, called as `release(person, actor=...)`. Raises ValueError for a second one."""
    if floor in _floors:
        raise ValueError(f"The floor {floor!r} has registered already.")
    _floors[floor] = release


def release(person: Person, *, actor: Person) -> None:
    """Have every floor take from the person what only writers hold, in the transaction of the verb that calls it."""
    for of_floor in _floors.values():
        of_floor(person, actor=actor)
