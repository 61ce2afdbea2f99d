"""How the board answers an act: the place again where one stood, as a whole page or as the parts that have changed."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from members.acting import MemberRequest
from resources.forms.casework import CaseForm
from resources.models import Request
from resources.views.board_parts import Place, Refused, case_part, queue_part
from resources.views.parts import status_of


def cases() -> QuerySet[Request]:
    """The requests, with what a case shows of them."""
    return Request.objects.select_related("organization", "resource_type")


def filling(request: MemberRequest) -> str:
    """The part of the page that htmx asks for; nothing for a whole page."""
    htmx: Any = request.htmx
    return (htmx.target or "") if htmx else ""


def standing_place(request: MemberRequest) -> Place:
    """Where an act was sent from: by the address that the browser shows to htmx, else as the form says."""
    htmx: Any = request.htmx
    address = htmx.current_url_abs_path if htmx else ""
    return Place.of(QueryDict(urlsplit(address).query if address else request.POST.get("place", "")))


def show_change(request: MemberRequest, asked: Request, place: Place) -> HttpResponse:
    """The case as it stands after an act, and for htmx what has changed beside it."""
    if not filling(request):
        return redirect(place.address_of(asked))
    asked = cases().get(pk=asked.pk)
    context = {"nav": "board", **queue_part(request.user, place), **case_part(request.user, asked, place)}
    return render(request, "resources/board_change.html", context)


def show_refusal(
    request: MemberRequest, asked: Request, form: forms.Form, *, proposal: Refused | None = None
) -> HttpResponse:
    """The case with the refused form in it, or the proposal that was refused."""
    place = standing_place(request)
    asked = cases().get(pk=asked.pk)  # as it stands now, which may be why it was refused
    sent = form if isinstance(form, CaseForm) else None
    case = case_part(request.user, asked, place, refused=proposal, sent=sent)
    if proposal is None:
        case["refusal"] = " ".join(str(error) for error in form.non_field_errors())
    if filling(request):
        return render(request, "resources/board_case.html", case)
    context = {"nav": "board", **queue_part(request.user, place), **case}
    return render(request, "resources/board.html", context, status=status_of(form))
