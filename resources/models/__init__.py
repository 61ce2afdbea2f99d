"""The second floor: what one has and another lacks, matched, agreed and delivered."""

from resources.models.catalogue import ResourceGroup, ResourceKind, ResourceType, Substitute
from resources.models.exchange import Offer, OfferStatus, Request, RequestStatus, Severity, Terms
from resources.models.match import Agreement, AgreementMeans, Match, MatchStatus, Movement, MovementKind
from resources.models.posted import MAX_QUANTITY

__all__ = [
    "MAX_QUANTITY",
    "Agreement",
    "AgreementMeans",
    "Match",
    "MatchStatus",
    "Movement",
    "MovementKind",
    "Offer",
    "OfferStatus",
    "Request",
    "RequestStatus",
    "ResourceGroup",
    "ResourceKind",
    "ResourceType",
    "Severity",
    "Substitute",
    "Terms",
]
