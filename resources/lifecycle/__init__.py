"""The life of a match: every verb that changes one, and nothing else writes its state or the ledger.

    proposed ──► agreed ──► on the way ──► received ──► (a loan: returned) ──► closed
        └► declined, undone, lapsed   └► cancelled (from any state before receipt)

Each verb is one transaction: it locks the offer, then the request, then the match (the order in which the ledger's
trigger takes them, so that no two verbs wait for each other in a circle), checks who asks and what may follow,
writes the movement of units, the row of activity, and the notices of those who must act next.
"""

from resources.lifecycle.agreements import cancel_match, record_agreement
from resources.lifecycle.answers import accept_match, counter_match, note_seen
from resources.lifecycle.closing import close_unconfirmed, confirm_outcome, give_feedback, record_return
from resources.lifecycle.deliveries import record_receipt, record_shipment
from resources.lifecycle.disputes import raise_dispute, settle_dispute, settle_dispute_of
from resources.lifecycle.proposals import (
    decline_match,
    lapse_unanswered,
    propose_match,
    propose_own_match,
    undo_proposal,
)

__all__ = [
    "accept_match",
    "cancel_match",
    "close_unconfirmed",
    "confirm_outcome",
    "counter_match",
    "decline_match",
    "give_feedback",
    "lapse_unanswered",
    "note_seen",
    "propose_match",
    "propose_own_match",
    "raise_dispute",
    "record_agreement",
    "record_receipt",
    "record_return",
    "record_shipment",
    "settle_dispute",
    "settle_dispute_of",
    "undo_proposal",
]
