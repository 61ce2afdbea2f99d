"""What can be discussed of this floor: offers and requests by every member, a match by its parties alone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.errors import Text
from members.discussions import subjects
from members.discussions.subjects import Sort
from resources.models import Match, Offer, Request

EVERYBODY = gettext_lazy("Every member of the coalition reads what is written here.")
PARTIES = gettext_lazy("The two organizations, the coordinators and the admins read what is written here. Nobody else.")


def register() -> None:
    """Called when the floor starts."""
    subjects.register(
        Sort(
            "offer",
            nav="exchange",
            rows=lambda: Offer.objects.select_related("organization", "resource_type", "discussion"),
            title=lambda offer: offer.in_words,
            topics=lambda offer: [offer.topic, offer.organization.topic],
            audience=EVERYBODY,
            closed=_closed,
            concerned=lambda offer: [offer.posted_by_id],
        ),
        Sort(
            "request",
            nav="exchange",
            rows=lambda: Request.objects.select_related("organization", "resource_type", "discussion"),
            title=lambda asked: asked.in_words,
            topics=lambda asked: [asked.topic, asked.organization.topic],
            audience=EVERYBODY,
            closed=_closed,
            concerned=lambda asked: [asked.posted_by_id],
        ),
        Sort(
            "match",
            nav="exchange",
            rows=lambda: Match.objects.with_parties().select_related("discussion"),
            title=lambda match: match.in_words,
            topics=lambda match: [match.topic],  # its parties' are added to it, and nobody else's
            audience=PARTIES,
            parties=lambda match: match.parties,
            concerned=lambda match: [match.proposed_by_id, match.offer.posted_by_id, match.request.posted_by_id],
        ),
    )


def _closed(posting: Offer | Request) -> Text:
    return "" if posting.is_open else _("It is no longer open. What was said stays readable.")
