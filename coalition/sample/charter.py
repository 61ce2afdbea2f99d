"""The next charter, which an admin is writing: the desk shows a draft, and what it would change."""

from functools import partial

from coalition.sample.cast import Cast
from coalition.sample.stage import Event
from members import drafting
from members.models import CharterVersion, Person

REWORDED = (
    "When two members have spoken and agree, they begin. Within a day they record who spoke with whom, when, and on "
    "what; papers may follow, and nothing waits for them."
)
ADDED = drafting.Written(
    "What we learn of each other stays here",
    "What one member learns of another's patients, staff or stock is used for this work only, and deleted when it is "
    "done.",
)


def events(cast: Cast) -> list[Event]:
    """A draft, begun last week and saved once since."""
    if cast.admin is None:
        return []
    return [
        Event(cast.moment(-6, hour=15), partial(drafting.begin_draft, actor=cast.admin)),
        Event(cast.moment(-2, hour=17), partial(_write, cast.admin)),
    ]


def _write(admin: Person) -> None:
    """One principle reworded, one added before the last."""
    draft = CharterVersion.objects.drafts().get()
    old = [drafting.Written(each.title, each.text) for each in draft.principles.order_by("position")]
    drafting.edit_draft(
        draft,
        actor=admin,
        revision=draft.revision,
        title=draft.title,
        preamble=draft.preamble,
        principles=[*old[:3], old[3]._replace(text=REWORDED), ADDED, *old[4:]],
    )
