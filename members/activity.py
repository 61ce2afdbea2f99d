"""How a verb says what happened: one row, written in its own transaction.

At commit the database copies the row, without its names and texts, into the audit trail (`members.models.audit`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from members.models import Activity, Audience, Organization, Person
from members.wording import Kind


def record(  # noqa: PLR0913  # each is one thing that a row says
    what: Kind,
    *,
    actor: Person | None,
    title: str,
    organization: Organization | None = None,
    url: str = "",
    text: str = "",
    topics: Iterable[str] = (),
    audience: Audience = Audience.MEMBERS,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Activity:
    """Write one row of activity, and through it one entry of the audit trail. Call it inside the verb's transaction.

    The acting organization's topic is added to `topics`, so that its followers read of it. `before` and `after` hold
    the fields that changed: numbers, words of states, days, rows (their primary keys are kept). They are hashed into
    the trail and kept for good, so names, addresses and what people write do not belong in them. Raises TypeError for
    values of other kinds, such as floats.
    """
    named = dict.fromkeys(topics)
    if organization is not None:
        named[organization.topic] = None
    return Activity.objects.create(
        kind=what.name,
        actor=actor,
        organization=organization,
        title=title[:300],
        url=url,
        text=text[:4000],
        topics=list(named),
        audience=audience,
        before=None if before is None else _plain(before),
        after=None if after is None else _plain(after),
    )


def _plain(value: Any) -> Any:  # noqa: PLR0911  # one answer for each kind of value
    """The value in what JSON can hold without loss."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)  # the word of a state
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return _plain_parts(value)


def _plain_parts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(part) for part in value)
    raise TypeError(f"the audit trail keeps no {type(value).__name__}")
