"""The pages of offers: the list, each one's own, and what its organization may do with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared import clock
from members import overdue
from members.acting import MemberRequest, WriterRequest, members_only, writers_only
from resources import permissions
from resources.confirming import confirm_posting
from resources.forms.filters import OfferFilters
from resources.forms.postings import OfferForm
from resources.listing import OFFER_VIEWS, listing
from resources.models import Offer, Substitute
from resources.posting import edit_offer, post_offer, reopen_offer, withdraw_offer
from resources.views.parts import about, accepted, conflict, do_to, ours, posted_before, show_list, status_of


@require_safe
@members_only
def offer_list(request: MemberRequest) -> HttpResponse:
    """The offers of the coalition, newest first, by saved views and filters."""
    filters = OfferFilters(request.GET)
    visible = Offer.objects.visible_to(request.user)
    shown = listing(visible, OFFER_VIEWS, narrow=filters.narrow, asked=request.GET, ours=ours(request))
    return show_list(request, "offer", filters=filters, shown=shown)


@require_safe
@members_only
def offer_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One offer: how much is left of it, its matches for those concerned, and its history."""
    offer = _offer(request, pk)
    stands_in = Substitute.objects.filter(substitute=offer.resource_type).select_related("resource_type")
    context = {**about(request, offer), "offer": offer, "stands_in": stands_in}
    return render(request, "resources/offer.html", context)


@writers_only
def offer_new(request: WriterRequest) -> HttpResponse:
    """Write down an offer; a type, state or project in the address is filled in."""
    organization = request.acting.organization
    initial = {"state": organization.state, "city": organization.city, "available_from": clock.today()}
    initial |= {"resource_type": request.GET.get("type", ""), "project": request.GET.get("project", "")}
    form = OfferForm(request.POST or None, organization=organization, initial=initial)
    if request.method == "POST":
        offer = accepted(
            form,
            lambda: post_offer(
                organization=organization, actor=request.user, **form.mark(), **form.explained(), **form.said()
            ),
        )
        offer = offer or posted_before(form, Offer.objects.filter(organization=organization))
        if offer:
            messages.success(request, _("Your offer is posted. Every member sees it."))
            return redirect(offer)
    context = {"nav": "exchange", "form": form, "organization": organization}
    return render(request, "resources/offer_form.html", context, status=status_of(form))


@members_only
def offer_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an offer; an edit that met another one is shown beside it, never lost and never silently saved."""
    offer = _offer(request, pk)
    if not permissions.can_edit_posting(request.user, offer):
        raise overdue.refusal(
            request.user,
            offer.organization,
            otherwise=_("Only people who may write for %(name)s can edit this.") % {"name": offer.organization},
        )
    form = OfferForm(request.POST or None, organization=offer.organization, posted=offer)
    others: list[dict[str, str]] = []
    if request.method == "POST":
        saved = accepted(
            form,
            lambda: edit_offer(
                offer, actor=request.user, version=form.edited_version, **form.explained(), **form.said()
            ),
        )
        if saved:
            messages.success(request, _("Your changes are saved."))
            return redirect(offer)
        others = conflict(form, offer)
    context = {"nav": "exchange", "form": form, "offer": offer, "organization": offer.organization, "others": others}
    return render(request, "resources/offer_form.html", context, status=status_of(form))


@require_POST
@members_only
def offer_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw an offer; it can be undone."""
    offer = _offer(request, pk)
    reason = request.POST.get("reason", "")[:2000]
    return do_to(
        request,
        offer,
        lambda: withdraw_offer(offer, actor=request.user, reason=reason),
        done=_("The offer is withdrawn."),
        undo=reverse("resources:offer_reopen", args=[pk]),
    )


@require_POST
@members_only
def offer_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a withdrawn offer again."""
    offer = _offer(request, pk)
    return do_to(request, offer, lambda: reopen_offer(offer, actor=request.user), done=_("The offer is open again."))


@require_POST
@members_only
def offer_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that an offer still stands."""
    offer = _offer(request, pk)
    return do_to(
        request, offer, lambda: confirm_posting(offer, actor=request.user), done=_("Thank you. The offer still stands.")
    )


def _offer(request: MemberRequest, pk: int) -> Offer:
    visible = Offer.objects.visible_to(request.user).select_related("organization", "resource_type__group", "project")
    return get_object_or_404(visible, pk=pk)
