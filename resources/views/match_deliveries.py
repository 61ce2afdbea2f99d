"""What is sent, what arrives, what comes back from a loan, and how a match ends."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from members import overdue
from members.acting import MemberRequest, members_only
from resources import permissions
from resources.forms.matches import ConfirmForm, FeedbackForm, ReceiptForm, ReturnForm, ShipmentForm
from resources.lifecycle import confirm_outcome, give_feedback, record_receipt, record_return, record_shipment
from resources.views.match_parts import Act, get_or_post, match_of, perform, sent, side_of

SHIP = Act(
    record_shipment,
    _("Record the shipment"),
    _("The receiving organization sees that it is on its way, and is asked to record what arrives."),
    _("It is on its way"),
    _("Recorded as on the way."),
)
RECEIVE = Act(
    record_receipt,
    _("Record the receipt"),
    _("Count what arrived. If it is less than agreed, the rest is open again for others to fill."),
    _("Record the receipt"),
    _("The receipt is on record. Thank you."),
)
RETURN = Act(
    record_return,
    _("Record the return"),
    _("Count what of the loan came back. It is free again on your offer."),
    _("Record the return"),
    _("The return is on record."),
)
CLOSE = Act(
    confirm_outcome,
    _("Confirm and close"),
    _("You confirm what the other side recorded. The match is then closed; what is on record stays."),
    _("Confirm and close"),
    _("Confirmed and closed. Thank you."),
)
FEEDBACK = Act(
    give_feedback,
    _("Say how it went"),
    _("A word and a few lines. It helps the coordinators to match better; it cannot be changed later."),
    _("Send"),
    _("Thank you. It stands on the page of the match."),
)


@get_or_post
@members_only
def match_ship(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that it is on its way."""
    match = match_of(request, pk)
    if not permissions.can_ship(request.user, match):
        raise overdue.refusal(
            request.user, match.giver, otherwise=_("Only the giving organization records what it sends.")
        )
    return perform(request, match, act=SHIP, form=ShipmentForm(sent(request)))


@get_or_post
@members_only
def match_receive(request: MemberRequest, pk: int) -> HttpResponse:
    """Record what arrived."""
    match = match_of(request, pk)
    if not permissions.can_receive(request.user, match):
        raise overdue.refusal(
            request.user, match.receiver, otherwise=_("Only the receiving organization records what arrived.")
        )
    form = ReceiptForm(sent(request), match=match, initial={"quantity": match.quantity})
    return perform(request, match, act=RECEIVE, form=form)


@get_or_post
@members_only
def match_return(request: MemberRequest, pk: int) -> HttpResponse:
    """Record what of a loan came back."""
    match = match_of(request, pk)
    if not permissions.can_return(request.user, match):
        raise overdue.refusal(
            request.user, match.giver, otherwise=_("Only the giving organization records what came back.")
        )
    form = ReturnForm(sent(request), match=match, initial={"quantity": match.received_quantity})
    return perform(request, match, act=RETURN, form=form)


@get_or_post
@members_only
def match_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm what the other side recorded."""
    match = match_of(request, pk)
    if not any(permissions.can_answer_for(request.user, match, party) for party in match.parties):
        raise overdue.refusal(request.user, *match.parties)
    return perform(request, match, act=CLOSE, form=ConfirmForm(sent(request)))


@get_or_post
@members_only
def match_feedback(request: MemberRequest, pk: int) -> HttpResponse:
    """Say how it went for one's own side."""
    match = match_of(request, pk)
    form = FeedbackForm(sent(request))
    return perform(
        request, match, act=FEEDBACK, form=form, organization=side_of(request, match), also_after_the_end=True
    )
