"""The kinds of activity and notice of the second floor."""

from django.utils.translation import gettext_lazy as _

from members.wording import kind

# Offers and requests: what happened

OFFER_POSTED = kind("offer.posted", _("%(organization)s offers %(title)s"), figure=_("Offers posted"))
OFFER_EDITED = kind("offer.edited", _("%(organization)s changed its offer of %(title)s"))
OFFER_WITHDRAWN = kind("offer.withdrawn", _("The offer of %(title)s by %(organization)s was withdrawn"))
OFFER_REOPENED = kind("offer.reopened", _("%(organization)s offers %(title)s again"))
REQUEST_POSTED = kind("request.posted", _("%(organization)s asks for %(title)s"), figure=_("Requests posted"))
REQUEST_EDITED = kind("request.edited", _("%(organization)s changed its request for %(title)s"))
REQUEST_WITHDRAWN = kind("request.withdrawn", _("The request for %(title)s by %(organization)s was withdrawn"))
REQUEST_REOPENED = kind("request.reopened", _("%(organization)s asks for %(title)s again"))
OFFER_PASSED_ON = kind("offer.passed_on", _("The offer of %(title)s passed on to %(organization)s"))
REQUEST_PASSED_ON = kind("request.passed_on", _("The request for %(title)s passed on to %(organization)s"))

# Offers and requests: whether they still stand. Whoever follows one may know that it does; it is no news for everybody.

OFFER_CONFIRMED = kind("offer.confirmed", _("%(organization)s still offers %(title)s"), is_aside=True)
REQUEST_CONFIRMED = kind("request.confirmed", _("%(organization)s still asks for %(title)s"), is_aside=True)
OFFER_CLOSED = kind("offer.closed", _("The offer of %(title)s by %(organization)s was closed: nobody confirmed it"))
REQUEST_CLOSED = kind(
    "request.closed", _("The request for %(title)s by %(organization)s was closed: nobody confirmed it")
)
OFFER_KEPT_OPEN = kind("offer.kept_open", _("Nobody confirmed the offer of %(title)s; it stays open for now"))
REQUEST_KEPT_OPEN = kind("request.kept_open", _("Nobody confirmed the request for %(title)s; it stays open for now"))
POSTINGS_ASKED = kind(
    "postings.asked", _("%(title)s was asked whether its offers and requests still stand"), is_aside=True
)
POSTINGS_CONFIRMED = kind(
    "postings.confirmed", _("%(title)s confirmed the offers and requests it was asked about"), is_aside=True
)
CONFIRM_POSTINGS = kind("notice.confirm_postings", _("Say whether the offers and requests of %(title)s still stand"))

# The catalogue: what happened

TYPE_RETIRED = kind("type.retired", _("%(actor)s took %(title)s out of the catalogue; nothing new can be posted of it"))
TYPE_BROUGHT_BACK = kind("type.brought_back", _("%(actor)s put %(title)s back into the catalogue"))

# Matches: what happened

MATCH_PROPOSED = kind("match.proposed", _("%(actor)s proposed %(title)s"))
MATCH_UNDONE = kind("match.undone", _("%(actor)s took back the proposal of %(title)s"))
MATCH_AGREED = kind(
    "match.agreed",
    _("%(actor)s of %(organization)s recorded the verbal agreement on %(title)s"),
    figure=_("Agreements recorded"),
)
MATCH_ACCEPTED = kind("match.accepted", _("%(actor)s of %(organization)s said yes to %(title)s"))
MATCH_COUNTERED = kind("match.countered", _("%(actor)s of %(organization)s answered with other terms: %(title)s"))
MATCH_CONFIRMED = kind("match.confirmed", _("%(actor)s of %(organization)s confirmed the agreement on %(title)s"))
MATCH_CORRECTED = kind(
    "match.corrected", _("%(actor)s of %(organization)s recorded the agreement otherwise on %(title)s")
)
MATCH_DECLINED = kind("match.declined", _("%(actor)s of %(organization)s declined %(title)s"))
MATCH_CANCELLED = kind("match.cancelled", _("%(actor)s cancelled %(title)s"))
MATCH_PASSED_ON = kind("match.passed_on", _("%(title)s: it passed on to %(organization)s"))
MATCH_LAPSED = kind("match.lapsed", _("Nobody answered in time, and the proposal lapsed: %(title)s"))
MATCH_SHIPPED = kind("match.shipped", _("%(actor)s of %(organization)s sent %(title)s"))
MATCH_RECEIVED = kind(
    "match.received",
    _("%(actor)s of %(organization)s recorded the receipt of %(title)s"),
    figure=_("Deliveries received"),
)
MATCH_RETURNED = kind("match.returned", _("%(actor)s of %(organization)s recorded the return of %(title)s"))
MATCH_CLOSED = kind("match.closed", _("Done, and closed: %(title)s"))
MATCH_FEEDBACK = kind("match.feedback", _("%(organization)s said how it went: %(title)s"))
MATCH_DISPUTED = kind("match.disputed", _("%(actor)s of %(organization)s disputes the record of %(title)s"))
DISPUTE_SETTLED = kind("match.dispute_settled", _("%(actor)s settled the dispute about %(title)s"))

# Matches: who must do what, and whom it concerns

ANSWER_MATCH = kind("notice.answer_match", _("Answer the proposal: %(title)s"))
CONFIRM_MATCH = kind("notice.confirm_match", _("Confirm what the other side recorded: %(title)s"))
AGREE_MATCH = kind("notice.agree_match", _("Both said yes. Speak with each other, and record it: %(title)s"))
SEND_MATCH = kind("notice.send_match", _("Send what was agreed: %(title)s"))
RECEIVE_MATCH = kind("notice.receive_match", _("Record what arrives: %(title)s"))
AGREEMENT_DIFFERS = kind("notice.agreement_differs", _("The other side remembers it otherwise: %(title)s"))
RETURN_MATCH = kind("notice.return_match", _("Bring the loan back: %(title)s"))
TAKE_BACK_MATCH = kind("notice.take_back_match", _("Record what of the loan came back: %(title)s"))
CLOSE_MATCH = kind("notice.close_match", _("Confirm what the other side recorded, and close it: %(title)s"))
SETTLE_DISPUTE = kind("notice.settle_dispute", _("Settle a dispute in which you had no part: %(title)s"))
DISPUTE_WAS_SETTLED = kind("notice.dispute_settled", _("The dispute is settled: %(title)s"))
MATCH_FELL_THROUGH = kind("notice.match_fell_through", _("Your proposal came to nothing: %(title)s"))

# Cases on the board: told to coordinators alone, and no news

CASE_CLAIMED = kind("case.claimed", _("%(actor)s is on the case of %(title)s"), is_aside=True)
CASE_RELEASED = kind("case.released", _("%(actor)s gave back the case of %(title)s"), is_aside=True)
CASE_HANDED_OVER = kind("case.handed_over", _("%(actor)s handed over the case of %(title)s"), is_aside=True)
CASE_NOTED = kind("case.noted", _("%(actor)s left a note on the case of %(title)s"), is_aside=True)
CASE_FLAGGED = kind("case.flagged", _("%(actor)s asks for a second coordinator for %(title)s"), is_aside=True)
CASE_ANSWERED = kind("case.answered", _("%(actor)s proposed for %(title)s as second coordinator"), is_aside=True)
CASE_LAPSED = kind("case.lapsed", _("Nobody is on the case of %(title)s any longer"), is_aside=True)

CASE_HANDED_TO_YOU = kind("notice.case_handed_to_you", _("A case was handed to you: %(title)s"))
CASE_TAKEN_OVER = kind("notice.case_taken_over", _("Another coordinator took over your case: %(title)s"))
CASE_NOTE_FOR_YOU = kind("notice.case_note", _("A note on the case you are on: %(title)s"))
CASE_PROPOSED = kind("notice.case_proposed", _("Another coordinator proposed an offer for your case: %(title)s"))
SECOND_COORDINATOR = kind("notice.second_coordinator", _("Needs a second coordinator: %(title)s"))
