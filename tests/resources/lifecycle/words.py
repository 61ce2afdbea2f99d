"""What the tests of the lifecycle say often."""

from datetime import timedelta
from typing import Any

from coalition.shared import clock
from resources.models import AgreementMeans, Match, Offer, Request


def counters(*sides: Match | Offer | Request) -> tuple[int, int]:
    """Units committed of the offer and covered of the request, as the database holds them."""
    match = sides[0]
    offer, need = (match.offer, match.request) if isinstance(match, Match) else sides
    return Offer.objects.get(pk=offer.pk).committed, Request.objects.get(pk=need.pk).covered


def agreed_words(**changes: Any) -> dict[str, Any]:
    """The record of a verbal agreement of an hour ago."""
    return {
        "spoke_with": "Olga, dispatch",
        "spoken_at": clock.now() - timedelta(hours=1),
        "means": AgreementMeans.PHONE,
        "terms": "Twelve, at the dock by ten on Friday.",
        **changes,
    }
