"""What a party, or the coordinator, does with a match: one small page for each act, which calls its verb."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from coalition.shared import clock
from members import overdue
from members.acting import MemberRequest, members_only
from members.models import Organization
from resources import permissions
from resources.forms.matches import AgreementForm, ReasonForm, ReceiptForm, ShipmentForm
from resources.lifecycle import cancel_match, decline_match, record_agreement, record_receipt, record_shipment
from resources.models import AgreementMeans, Match
from resources.views.parts import accepted, status_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Act:
    """A verb and the words of its page: title and lead, the button, and what is said when it is done."""

    verb: Callable[..., object]
    title: str | Promise
    lead: str | Promise
    button: str | Promise
    said: str | Promise


AGREE = Act(
    record_agreement,
    _("Record the agreement"),
    _(
        "A word is enough: put on record who spoke with whom, when, and on what. It binds both sides; the other side "
        "is asked to confirm it."
    ),
    _("Record the agreement"),
    _("The agreement is on record."),
)
CONFIRM = Act(
    record_agreement,
    _("Confirm the agreement"),
    _("The other side has recorded what you see below. Correct what you remember otherwise; both records are kept."),
    _("Confirm the agreement"),
    _("The agreement is confirmed by both sides."),
)
DECLINE = Act(
    decline_match,
    _("Decline the proposal"),
    _("The units are given back at once, and a coordinator looks for something better."),
    _("Decline"),
    _("Declined. The units were given back."),
)
CANCEL = Act(
    cancel_match,
    _("Cancel the match"),
    _("The units are given back to both sides at once. This cannot be undone."),
    _("Cancel the match"),
    _("Cancelled. The units were given back."),
)
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


@get_or_post
@members_only
def match_agree(request: MemberRequest, pk: int) -> HttpResponse:
    """Record the verbal agreement for one's own side, or confirm what the other side recorded."""
    match = _match(request, pk)
    now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    first = match.agreements.select_related("recorded_by").first()
    initial = {"spoken_at": now, "means": AgreementMeans.PHONE}
    if first:
        initial = {
            "spoken_at": timezone.localtime(first.spoken_at),
            "means": first.means,
            "terms": first.terms,
            "spoke_with": first.recorded_by.name,
        }
    form = AgreementForm(_sent(request), initial=initial)
    return _perform(request, match, act=CONFIRM if first else AGREE, form=form, organization=_side(request, match))


@get_or_post
@members_only
def match_decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Say no for one's own side."""
    match = _match(request, pk)
    return _perform(request, match, act=DECLINE, form=ReasonForm(_sent(request)), organization=_side(request, match))


@get_or_post
@members_only
def match_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Call a match off before receipt."""
    match = _match(request, pk)
    if not permissions.can_cancel(request.user, match):
        raise overdue.refusal(request.user, *match.parties)
    return _perform(request, match, act=CANCEL, form=ReasonForm(_sent(request)))


@get_or_post
@members_only
def match_ship(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that it is on its way."""
    match = _match(request, pk)
    if not permissions.can_ship(request.user, match):
        raise overdue.refusal(
            request.user, match.giver, otherwise=_("Only the giving organization records what it sends.")
        )
    return _perform(request, match, act=SHIP, form=ShipmentForm(_sent(request)))


@get_or_post
@members_only
def match_receive(request: MemberRequest, pk: int) -> HttpResponse:
    """Record what arrived."""
    match = _match(request, pk)
    if not permissions.can_receive(request.user, match):
        raise overdue.refusal(
            request.user, match.receiver, otherwise=_("Only the receiving organization records what arrived.")
        )
    form = ReceiptForm(_sent(request), match=match, initial={"quantity": match.quantity})
    return _perform(request, match, act=RECEIVE, form=form)


def _sent(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _match(request: MemberRequest, pk: int) -> Match:
    return get_object_or_404(Match.objects.visible_to(request.user).with_parties(), pk=pk)


def _side(request: MemberRequest, match: Match) -> Organization:
    """The party that the reader answers for: the one acted for, if it is one. Raises NotAllowed when there is none."""
    parties = [party for party in match.parties if permissions.can_answer_for(request.user, match, party)]
    if not parties:
        raise overdue.refusal(
            request.user, *match.parties, otherwise=_("Only the two organizations of this match answer it.")
        )
    acting = request.acting.organization if request.acting else None
    return acting if acting in parties else parties[0]


def _perform(request: MemberRequest, match: Match, *, act: Act, form: forms.Form, **side: Organization) -> HttpResponse:
    """Show the act's form; when it is sent and sound, call the verb; a refusal is shown at its field, input kept.

    Who follows an old letter to a match that is over reads so at once, not after filling the form in.
    """
    if request.method != "POST" and match.is_over:
        state = match.get_status_display()
        messages.info(request, _("This match is “%(state)s”; there is nothing left to do.") % {"state": state})
        return redirect(match)
    if request.method == "POST":
        done = accepted(form, lambda: act.verb(match, actor=request.user, **side, **form.cleaned_data))
        if done:
            messages.success(request, str(act.said))
            return redirect(match)
    context = {"nav": "exchange", "match": match, "act": act, "form": form, **side}
    context["agreements"] = match.agreements.select_related("organization")
    return render(request, "resources/match_act.html", context, status=status_of(form))
