"""Disputing the record of a match, and settling what is disputed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.acting import MemberRequest, members_only
from resources import permissions
from resources.forms.matches import DisputeForm, SettlementForm
from resources.lifecycle import raise_dispute, settle_dispute
from resources.lifecycle.disputes import had_a_part
from resources.views.match_parts import Act, get_or_post, match_of, perform, sent, side_of
from resources.views.parts import accepted, status_of

DISPUTE = Act(
    raise_dispute,
    gettext_lazy("Dispute the record"),
    gettext_lazy(
        "Say what is not right. A coordinator settles it who did not make this match and whom neither side employs."
    ),
    gettext_lazy("Send"),
    gettext_lazy("Sent. A coordinator who had no part in it will look at it."),
)


@get_or_post
@members_only
def match_dispute(request: MemberRequest, pk: int) -> HttpResponse:
    """Say for one's own side what is not right."""
    match = match_of(request, pk)
    form = DisputeForm(sent(request))
    return perform(
        request, match, act=DISPUTE, form=form, organization=side_of(request, match), also_after_the_end=True
    )


@get_or_post
@members_only
def match_settle(request: MemberRequest, pk: int) -> HttpResponse:
    """Settle the open dispute about a match."""
    match = match_of(request, pk)
    if not permissions.can_settle(request.user, match):
        raise had_a_part()
    dispute = match.disputes.select_related("organization", "raised_by").order_by("-pk").first()
    if dispute is None or (request.method != "POST" and not dispute.is_open):
        messages.info(request, _("There is no open dispute about this match."))
        return redirect(match)
    form = SettlementForm(sent(request), match=match)
    done = (
        accepted(form, lambda: settle_dispute(dispute, actor=request.user, **form.cleaned_data))
        if request.method == "POST"
        else None
    )
    if done:
        messages.success(request, _("Settled. Both organizations are told."))
        return redirect(match)
    context = {"nav": "exchange", "match": match, "dispute": dispute, "form": form}
    return render(request, "resources/match_settle.html", context, status=status_of(form))
