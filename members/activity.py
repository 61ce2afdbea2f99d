"""How a verb says what happened: one row, written in its own transaction."""

from collections.abc import Iterable

from members.models import Activity, Audience, Organization, Person
from members.wording import Kind


def record(
    what: Kind,
    *,
    actor: Person | None,
    title: str,
    organization: Organization | None = None,
    url: str = "",
    text: str = "",
    topics: Iterable[str] = (),
    audience: Audience = Audience.MEMBERS,
) -> Activity:
    """Write one row of activity. Call it inside the verb's transaction.

    The acting organization's topic is added to `topics`, so that its followers read of it.
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
    )
