"""The second floor: what one has and another lacks, matched, agreed and delivered."""

from resources.models.answers import Agreement, AgreementMeans, Answer, AnswerKind, Feedback, Seen, Went
from resources.models.casework import CaseNote, Claim, ClaimEnding
from resources.models.catalogue import ResourceGroup, ResourceKind, ResourceType, Substitute
from resources.models.dispute import Dispute, DisputeOutcome
from resources.models.exchange import Offer, OfferStatus, Request, RequestStatus, Severity, Terms
from resources.models.importing import (
    KEPT_DAYS,
    BatchState,
    ImportBatch,
    ImportMemory,
    ImportRow,
    RowState,
    Side,
)
from resources.models.ledger import Movement, Stage
from resources.models.match import Match, MatchStatus
from resources.models.packs import Pack, PackName
from resources.models.posted import MAX_QUANTITY

__all__ = [
    "KEPT_DAYS",
    "MAX_QUANTITY",
    "Agreement",
    "AgreementMeans",
    "Answer",
    "AnswerKind",
    "BatchState",
    "CaseNote",
    "Claim",
    "ClaimEnding",
    "Dispute",
    "DisputeOutcome",
    "Feedback",
    "ImportBatch",
    "ImportMemory",
    "ImportRow",
    "Match",
    "MatchStatus",
    "Movement",
    "Offer",
    "OfferStatus",
    "Pack",
    "PackName",
    "Request",
    "RequestStatus",
    "ResourceGroup",
    "ResourceKind",
    "ResourceType",
    "RowState",
    "Seen",
    "Severity",
    "Side",
    "Stage",
    "Substitute",
    "Terms",
    "Went",
]
