"""What the portal holds about a person, table by table: for the export that anybody may ask for, and for deletion.

Each floor registers what it holds when it starts, one holding for each foreign key to a person. A test fails for a
foreign key that is not here, so that neither the export nor the deletion can forget a table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from coalition.shared import clock
from members.models import Person

PERSONAL = (
    "email",
    "name",
    "position",
    "phone",
    "time_zone",
    "is_coordinator",
    "is_admin",
    "keyboard_shortcuts",
    "digest_frequency",
    "digest_hour",
    "date_joined",
    "last_login",
    "rested_at",
)

Text = str | Promise
Erase = Callable[[Person], object]


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one table that belong to a person by one foreign key.

    `fields` are exported. `kept` says why the rows stay when the account is deleted; without it they are deleted.
    `erase` takes the person's words out of rows that stay, or out of rows elsewhere that are about them.
    """

    model: type[Model]
    by: str
    title: Text
    fields: tuple[str, ...]
    kept: Text = ""
    erase: Erase | None = None

    @property
    def name(self) -> str:
        """The word by which the export names it: `members.membership`, or `members.membership.ended_by`."""
        label = self.model._meta.label_lower
        return label if self.by in {"person", "user"} else f"{label}.{self.by}"

    def rows(self, person: Person) -> Iterator[dict[str, Any]]:
        """What the export says of each row."""
        rows = self.model._base_manager.filter(**{self.by: person}).order_by("pk")
        return rows.values(*self.fields).iterator(chunk_size=1000)

    def count(self, person: Person) -> int:
        return self.model._base_manager.filter(**{self.by: person}).count()


_holdings: dict[tuple[type[Model], str], Holding] = {}


def register(*holdings: Holding) -> None:
    """Take in what a floor holds. Raises ValueError for a foreign key that is here already."""
    for holding in holdings:
        key = (holding.model, holding.by)
        if key in _holdings:
            raise ValueError(f"{holding.name} is registered already.")
        _holdings[key] = holding


def holdings() -> list[Holding]:
    """All of them, in the order of the floors."""
    return list(_holdings.values())


def export(person: Person) -> dict[str, Any]:
    """Everything the portal holds about the person, as JSON primitives, dates and decimals."""
    return {
        "exported_at": clock.now(),
        "person": {field: getattr(person, field) for field in PERSONAL},
        "held": [
            {"name": holding.name, "title": str(holding.title), "rows": list(holding.rows(person))}
            for holding in holdings()
        ],
    }


def erase(person: Person) -> None:
    """Take the person out of every table, in the transaction of the verb that deletes the account."""
    for holding in reversed(holdings()):
        if holding.erase is not None:
            holding.erase(person)
        if not holding.kept:
            holding.model._base_manager.filter(**{holding.by: person}).delete()
