"""The matching board: what a coordinator sees and does there.

Every answer shows the place again where one stood: as a whole page, or for htmx as the parts that have changed.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import DomainError
from members.acting import MemberRequest, coordinators_only
from resources.forms.board import ProposalForm
from resources.lifecycle import propose_match, undo_proposal
from resources.matching.candidates import candidates_for
from resources.models import Match, Offer, Request
from resources.views.board_answers import cases, filling, show_change, show_refusal, standing_place
from resources.views.board_parts import Place, Refused, case_part, queue_part, reason_for
from resources.views.parts import accepted


@require_safe
@coordinators_only
def board(request: MemberRequest) -> HttpResponse:
    """The whole board; for htmx the queue alone, or the case alone, by what is to be filled."""
    place = Place.of(request.GET)
    part = filling(request)
    if part == "queue":
        return render(request, "resources/board_queue.html", {**queue_part(request.user, place), "alone": True})
    chosen = _chosen(request)
    if part == "detail":
        return render(request, "resources/board_case.html", case_part(request.user, chosen, place))
    shown = queue_part(request.user, place)
    asked = chosen or next(iter(shown["page"]), None)
    return render(request, "resources/board.html", {"nav": "board", **shown, **case_part(request.user, asked, place)})


@require_POST
@coordinators_only
def board_propose(request: MemberRequest, pk: int) -> HttpResponse:
    """Propose units of an offer for a request; a refusal is shown at the quantity, with what was typed."""
    asked = get_object_or_404(cases(), pk=pk)
    place = standing_place(request)
    form = ProposalForm(request.POST)
    match = accepted(form, lambda: _propose(request, asked, form=form, place=place))
    if match is None:
        return show_refusal(request, asked, form, proposal=Refused.of(form))
    messages.success(request, _said(match), extra_tags=f"undo:{_undo_address(match, place)}")
    return show_change(request, asked, place)


@require_POST
@coordinators_only
def board_undo(request: MemberRequest) -> HttpResponse:
    """Take a proposal back, and stand where one stood."""
    match = get_object_or_404(Match.objects.with_parties(), pk=_number(request.GET.get("match", "")))
    try:
        undo_proposal(match, actor=request.user)
        messages.success(request, _("Taken back. The units are free again."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(Place.of(request.GET).address_of(match.request))


def _propose(request: MemberRequest, asked: Request, *, form: ProposalForm, place: Place) -> Match:
    """Call the verb with the candidates as they stand in the order that the coordinator sees them in."""
    said = form.cleaned_data
    offer = get_object_or_404(Offer.objects.select_related("organization"), pk=said["offer"])
    candidates = candidates_for(asked, order=place.sort)
    return propose_match(
        offer,
        asked,
        actor=request.user,
        quantity=said["quantity"],
        reason=said["reason"] or reason_for(candidates, offer.pk),
        considered=[candidate.as_record() for candidate in candidates],
        request_key=said["key"] or None,
        **form.explained(),
    )


def _said(match: Match) -> str:
    return _("Proposed %(units)s %(unit)s from %(giver)s to %(receiver)s.") % {
        "units": f"{match.quantity:,}",
        "unit": match.offer.resource_type.units,
        "giver": match.giver,
        "receiver": match.receiver,
    }


def _undo_address(match: Match, place: Place) -> str:
    return f"{reverse('resources:board_undo')}?{place.query}match={match.pk}"


def _chosen(request: MemberRequest) -> Request | None:
    """The request named in the address, if one is. Raises Http404 for one that is not there."""
    named = request.GET.get("request", "")
    return get_object_or_404(cases(), pk=_number(named)) if named else None


def _number(text: str) -> int:
    """A key out of an address; 0, which names nothing, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
