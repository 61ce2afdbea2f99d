"""What the pages of the acts on a match have in common: one small page for each, which calls its verb."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from members import overdue
from members.acting import MemberRequest
from members.models import Organization
from resources import permissions
from resources.models import Match
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


def sent(request: MemberRequest) -> QueryDict | None:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


def match_of(request: MemberRequest, pk: int) -> Match:
    """The match, if the reader may see it. Raises Http404."""
    return get_object_or_404(Match.objects.visible_to(request.user).with_parties(), pk=pk)


def side_of(request: MemberRequest, match: Match) -> Organization:
    """The party that the reader answers for: the one acted for, if it is one. Raises NotAllowed when there is none."""
    parties = [party for party in match.parties if permissions.can_answer_for(request.user, match, party)]
    if not parties:
        raise overdue.refusal(
            request.user, *match.parties, otherwise=_("Only the two organizations of this match answer it.")
        )
    acting = request.acting.organization if request.acting else None
    return acting if acting in parties else parties[0]


def perform(
    request: MemberRequest,
    match: Match,
    *,
    act: Act,
    form: forms.Form,
    also_after_the_end: bool = False,
    **side: Organization,
) -> HttpResponse:
    """Show the act's form; when it is sent and sound, call the verb; a refusal is shown at its field, input kept.

    Who follows an old letter to a match that is over reads so at once, not after filling the form in.
    """
    if request.method != "POST" and match.is_over and not also_after_the_end:
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
