"""What happened to an offer or request, as rows of activity."""

from collections.abc import Mapping

from members import activity
from members.models import Activity, Audience, Person
from members.wording import Kind
from resources import changes
from resources.models import Offer, Request


def record(  # the words of the row
    posting: Offer | Request,
    kind: Kind,
    *,
    actor: Person | None,
    text: str = "",
    before: Mapping[str, object] | None,
    audience: Audience = Audience.MEMBERS,
) -> Activity:
    """Write the row of a verb; `before` is `changes.on_record` then, None for what is new."""
    project = [posting.project.topic] if posting.project else []
    return activity.record(
        kind,
        actor=actor,
        organization=posting.organization,
        title=posting.in_words,
        url=posting.get_absolute_url(),
        text=text,
        topics=[*posting.topics, *project],
        audience=audience,
        before=before,
        after=changes.on_record(posting),
    )
