"""What happened to a match, as rows of activity that only its parties and the coordinators see."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import activity
from members.models import Activity, Audience, Organization, Person
from members.wording import Kind
from resources import kinds
from resources.models import Match

# The sentences of the match's own page, which need not say which match they mean.
WORDS = {
    kinds.MATCH_PROPOSED.name: gettext_lazy("%(actor)s proposed it"),
    kinds.MATCH_UNDONE.name: gettext_lazy("%(actor)s took the proposal back"),
    kinds.MATCH_AGREED.name: gettext_lazy("%(actor)s recorded the verbal agreement"),
    kinds.MATCH_ACCEPTED.name: gettext_lazy("%(actor)s said yes"),
    kinds.MATCH_COUNTERED.name: gettext_lazy("%(actor)s answered with other terms"),
    kinds.MATCH_CONFIRMED.name: gettext_lazy("%(actor)s confirmed the agreement"),
    kinds.MATCH_CORRECTED.name: gettext_lazy("%(actor)s recorded the agreement otherwise"),
    kinds.MATCH_DECLINED.name: gettext_lazy("%(actor)s declined"),
    kinds.MATCH_CANCELLED.name: gettext_lazy("%(actor)s cancelled the match"),
    kinds.MATCH_PASSED_ON.name: gettext_lazy("It passed on to the organization that the party became part of"),
    kinds.MATCH_LAPSED.name: gettext_lazy("Nobody answered in time; the proposal lapsed"),
    kinds.MATCH_SHIPPED.name: gettext_lazy("%(actor)s sent the units"),
    kinds.MATCH_RECEIVED.name: gettext_lazy("%(actor)s recorded the receipt"),
    kinds.MATCH_RETURNED.name: gettext_lazy("%(actor)s recorded what came back"),
    kinds.MATCH_CLOSED.name: gettext_lazy("Done, and closed"),
    kinds.MATCH_FEEDBACK.name: gettext_lazy("%(actor)s said how it went"),
    kinds.MATCH_DISPUTED.name: gettext_lazy("%(actor)s disputes the record"),
    kinds.DISPUTE_SETTLED.name: gettext_lazy("%(actor)s settled the dispute"),
}


def record(
    match: Match,
    what: Kind,
    *,
    actor: Person | None,
    organization: Organization | None = None,
    text: str = "",
    before: Mapping[str, object] | None = None,
) -> Activity:
    """Write the row of a verb; `organization` is the side the actor acted for, if one; `before` is `standing` then."""
    return activity.record(
        what,
        actor=actor,
        organization=organization,
        title=match.in_words,
        url=match.get_absolute_url(),
        text=text,
        topics=match.topics,
        audience=Audience.PARTIES,
        before=before,
        after=standing(match),
    )


def standing(match: Match) -> dict[str, object]:
    """What the audit trail keeps of a match: its state and the units on both sides."""
    return {
        "match": match.pk,
        "status": match.status,
        "quantity": match.quantity,
        "received": match.received_quantity,
        "returned": match.returned_quantity,
        "offer": match.offer_id,
        "committed": match.offer.committed,
        "request": match.request_id,
        "covered": match.request.covered,
    }


def in_short(row: Activity) -> str:
    """The row's sentence for the page of the match it is about; its whole sentence for a kind unknown here."""
    words = WORDS.get(row.kind)
    return str(words) % {"actor": row.actor or _("The portal")} if words else row.sentence
