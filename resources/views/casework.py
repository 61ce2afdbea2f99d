"""What a coordinator does about a case besides proposing: be on it, give it back, hand it on, note, ask for another.

And the small question that an open board asks now and then: whether anything is new in its queue.
"""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from members.acting import MemberRequest, coordinators_only
from resources.casework import claim_case, flag_conflict, hand_over_case, note_on_case, release_case
from resources.forms.casework import ClaimForm, FlagForm, HandOverForm, NoteForm
from resources.models import Offer, Request
from resources.queue import news_since
from resources.views.board_answers import cases, show_change, show_refusal, standing_place
from resources.views.board_parts import Place
from resources.views.parts import accepted


@require_POST
@coordinators_only
def board_claim(request: MemberRequest, pk: int) -> HttpResponse:
    """Be on a case; where another is on it, with a word."""
    asked, form = get_object_or_404(cases(), pk=pk), ClaimForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    return _do(
        request,
        asked,
        form,
        act=lambda: claim_case(asked, actor=request.user, note=said["note"], **form.explained()),
        done=_("You are on it. The other coordinators see that."),
    )


@require_POST
@coordinators_only
def board_release(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a case back."""
    asked, form = get_object_or_404(cases(), pk=pk), forms.Form(request.POST)
    return _do(request, asked, form, act=lambda: release_case(asked, actor=request.user), done=_("Given back."))


@require_POST
@coordinators_only
def board_hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand a case to another coordinator, with a note."""
    asked = get_object_or_404(cases(), pk=pk)
    form = HandOverForm(request.POST, request=asked, actor=request.user)
    said = form.cleaned_data if form.is_valid() else {}
    return _do(
        request,
        asked,
        form,
        act=lambda: hand_over_case(
            asked, actor=request.user, to=form.people[said["to"]], note=said["note"], **form.explained()
        ),
        done=_("Handed over to %(person)s, who is told.") % {"person": form.people.get(said.get("to", 0))},
    )


@require_POST
@coordinators_only
def board_note(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a note for the other coordinators."""
    asked, form = get_object_or_404(cases(), pk=pk), NoteForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    return _do(
        request,
        asked,
        form,
        act=lambda: note_on_case(asked, actor=request.user, text=said["text"], **form.explained()),
        done=_("Noted."),
    )


@require_POST
@coordinators_only
def board_flag(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a case to a second coordinator, and suggest an offer to look at."""
    asked, form = get_object_or_404(cases(), pk=pk), FlagForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    offer = _offer(said["offer"]) if said.get("offer") else None
    return _do(
        request,
        asked,
        form,
        act=lambda: flag_conflict(asked, actor=request.user, offer=offer, note=said["note"], **form.explained()),
        done=_("Left to a second coordinator. Those whom no party employs are told."),
    )


@require_safe
@coordinators_only
def board_news(request: MemberRequest) -> HttpResponse:
    """How much is new in the queue since it was shown; 204, without a body, where nothing is."""
    place = Place.of(request.GET)
    news = news_since(request.GET.get("since", ""), person=request.user, asked=place.asked)
    if news is None:
        return HttpResponse(status=204)
    words = [ngettext("%(n)s new request.", "%(n)s new requests.", news.new) % {"n": news.new}] if news.new else []
    if news.changed:
        words.append(ngettext("%(n)s has changed.", "%(n)s have changed.", news.changed) % {"n": news.changed})
    return render(request, "resources/board_news.html", {"words": " ".join(words), "place": place.but(page=None)})


def _do(
    request: MemberRequest, asked: Request, form: forms.Form, *, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do the act and show the case as it stands then; a refusal at its field, with what was typed."""
    if accepted(form, act) is None:
        return show_refusal(request, asked, form)
    messages.success(request, done)
    return show_change(request, asked, standing_place(request))


def _offer(pk: int) -> Offer:
    return get_object_or_404(Offer.objects.select_related("organization"), pk=pk)
