"""The life of a match: every verb that changes one, and nothing else writes its state or the ledger.

    proposed ──► agreed ──► on the way ──► received
        └► declined, undone, lapsed   └► cancelled (from any state before receipt)

Each verb is one transaction: it locks the offer, then the request, then the match (the order in which the ledger's
trigger takes them, so that no two verbs wait for each other in a circle), checks who asks and what may follow,
writes the movement of units, the row of activity, and the notices of those who must act next.
"""

from resources.lifecycle.agreements import cancel_match, record_agreement
from resources.lifecycle.deliveries import record_receipt, record_shipment
from resources.lifecycle.proposals import decline_match, lapse_unanswered, propose_match, undo_proposal

__all__ = [
    "cancel_match",
    "decline_match",
    "lapse_unanswered",
    "propose_match",
    "record_agreement",
    "record_receipt",
    "record_shipment",
    "undo_proposal",
]
