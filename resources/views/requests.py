"""The pages of requests: the list, each one's own, and what its organization may do with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import overdue
from members.acting import MemberRequest, WriterRequest, members_only, writers_only
from members.permissions import can_coordinate
from resources import permissions
from resources.confirming import confirm_posting
from resources.forms.filters import RequestFilters
from resources.forms.postings import RequestForm
from resources.listing import REQUEST_VIEWS, listing
from resources.models import Request, Substitute
from resources.posting import edit_request, post_request, reopen_request, withdraw_request
from resources.views.parts import about, accepted, conflict, do_to, ours, posted_before, show_list, status_of


@require_safe
@members_only
def request_list(request: MemberRequest) -> HttpResponse:
    """The requests of the coalition, most urgent first, by saved views and filters."""
    filters = RequestFilters(request.GET)
    visible = Request.objects.visible_to(request.user)
    shown = listing(visible, REQUEST_VIEWS, narrow=filters.narrow, asked=request.GET, ours=ours(request))
    return show_list(request, "request", filters=filters, shown=shown)


@require_safe
@members_only
def request_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One request: asked, covered, still open; its matches for those concerned, and its history."""
    asked = _request(request, pk)
    substitutes = Substitute.objects.filter(resource_type=asked.resource_type).select_related("substitute")
    context = {
        **about(request, asked),
        "asked": asked,
        "substitutes": substitutes,
        "on_board": can_coordinate(request.user) and asked.is_open and asked.still_open > 0,
    }
    return render(request, "resources/request.html", context)


@writers_only
def request_new(request: WriterRequest) -> HttpResponse:
    """Write down a request; a type or project in the address is filled in."""
    organization = request.acting.organization
    initial = {"state": organization.state, "city": organization.city}
    initial |= {"resource_type": request.GET.get("type", ""), "project": request.GET.get("project", "")}
    form = RequestForm(request.POST or None, organization=organization, initial=initial)
    if request.method == "POST":
        asked = accepted(
            form,
            lambda: post_request(
                organization=organization, actor=request.user, **form.mark(), **form.explained(), **form.said()
            ),
        )
        asked = asked or posted_before(form, Request.objects.filter(organization=organization))
        if asked:
            messages.success(request, _("Your request is posted. Every member sees it."))
            return redirect(asked)
    context = {"nav": "exchange", "form": form, "organization": organization}
    return render(request, "resources/request_form.html", context, status=status_of(form))


@members_only
def request_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a request; an edit that met another one is shown beside it, never lost and never silently saved."""
    asked = _request(request, pk)
    if not permissions.can_edit_posting(request.user, asked):
        raise overdue.refusal(
            request.user,
            asked.organization,
            otherwise=_("Only people who may write for %(name)s can edit this.") % {"name": asked.organization},
        )
    form = RequestForm(request.POST or None, organization=asked.organization, posted=asked)
    others: list[dict[str, str]] = []
    if request.method == "POST":
        saved = accepted(
            form,
            lambda: edit_request(
                asked, actor=request.user, version=form.edited_version, **form.explained(), **form.said()
            ),
        )
        if saved:
            messages.success(request, _("Your changes are saved."))
            return redirect(asked)
        others = conflict(form, asked)
    context = {"nav": "exchange", "form": form, "asked": asked, "organization": asked.organization, "others": others}
    return render(request, "resources/request_form.html", context, status=status_of(form))


@require_POST
@members_only
def request_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a request; it can be undone."""
    asked = _request(request, pk)
    reason = request.POST.get("reason", "")[:2000]
    return do_to(
        request,
        asked,
        lambda: withdraw_request(asked, actor=request.user, reason=reason),
        done=_("The request is withdrawn."),
        undo=reverse("resources:request_reopen", args=[pk]),
    )


@require_POST
@members_only
def request_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a withdrawn request again."""
    asked = _request(request, pk)
    return do_to(
        request, asked, lambda: reopen_request(asked, actor=request.user), done=_("The request is open again.")
    )


@require_POST
@members_only
def request_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that a request still stands."""
    asked = _request(request, pk)
    return do_to(
        request,
        asked,
        lambda: confirm_posting(asked, actor=request.user),
        done=_("Thank you. The request still stands."),
    )


def _request(request: MemberRequest, pk: int) -> Request:
    visible = Request.objects.visible_to(request.user).select_related("organization", "resource_type__group", "project")
    return get_object_or_404(visible, pk=pk)
