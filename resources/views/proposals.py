"""A party proposes a match itself: asks for what is offered, or offers what is asked for."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members.acting import WriterRequest, writers_only
from resources.forms.proposals import OwnProposalForm
from resources.lifecycle import propose_own_match
from resources.models import Match, Offer, Request
from resources.views.match_parts import get_or_post
from resources.views.parts import accepted, status_of


@get_or_post
@writers_only
def offer_ask(request: WriterRequest, pk: int) -> HttpResponse:
    """Ask for units of another organization's offer, for one of one's own open requests."""
    offer = get_object_or_404(
        Offer.objects.visible_to(request.user).select_related("organization", "resource_type"), pk=pk
    )
    asked = Q(resource_type=offer.resource_type_id) | Q(resource_type__substitutes__substitute=offer.resource_type_id)
    own = Request.objects.uncovered().filter(asked, organization=request.acting.organization).distinct()
    return _propose(request, offer, own.select_related("resource_type").order_by("needed_by", "pk"))


@get_or_post
@writers_only
def request_offer(request: WriterRequest, pk: int) -> HttpResponse:
    """Offer units of one of one's own open offers for another organization's request."""
    rows = Request.objects.visible_to(request.user).select_related("organization", "resource_type")
    need = get_object_or_404(rows, pk=pk)
    fits = Q(resource_type=need.resource_type_id) | Q(resource_type__stands_in_for__resource_type=need.resource_type_id)
    own = Offer.objects.with_units_left().filter(fits, organization=request.acting.organization).distinct()
    return _propose(request, need, own.select_related("resource_type").order_by("pk"))


def _propose(request: WriterRequest, other: Offer | Request, own: Any) -> HttpResponse:
    """Show the form; when it is sent and sound, propose the match for the organization acted for."""
    if other.organization == request.acting.organization:
        messages.info(request, _("This is your own. Others may answer it."))
        return redirect(other)
    asks = isinstance(other, Offer)
    most = other.left if isinstance(other, Offer) else other.still_open
    form = OwnProposalForm(request.POST if request.method == "POST" else None, fitting=own, initial={"quantity": most})

    def act() -> Match:
        sides: Any = (other, form.cleaned_data["own"]) if asks else (form.cleaned_data["own"], other)
        return propose_own_match(*sides, actor=request.user, organization=request.acting.organization, **form.said())

    match = accepted(form, act) if request.method == "POST" else None
    if match:
        messages.success(request, _("Proposed. The other organization is asked to answer."))
        return redirect(match)
    context = {
        "nav": "exchange",
        "other": other,
        "asks": asks,
        "most": most,
        "form": form,
        "fitting": own.exists(),
        "organization": request.acting.organization,
    }
    return render(request, "resources/own_proposal.html", context, status=status_of(form))
