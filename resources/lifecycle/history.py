"""What happened to a match, as rows of activity that only its parties and the coordinators see."""

from members import activity
from members.models import Activity, Audience, Organization, Person
from members.wording import Kind
from resources.models import Match


def record(
    match: Match, what: Kind, *, actor: Person | None, organization: Organization | None = None, text: str = ""
) -> Activity:
    """Write the row of a verb; `organization` is the side the actor acted for, if one."""
    return activity.record(
        what,
        actor=actor,
        organization=organization,
        title=match.in_words,
        url=match.get_absolute_url(),
        text=text,
        topics=match.topics,
        audience=Audience.PARTIES,
    )
