"""The question whether what an organization posted still stands: asked by a letter, answered here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared.errors import DomainError
from members.acting import WriterRequest, writers_only
from members.models import Organization
from resources import confirm_links, confirming, permissions
from resources.models import Offer, Request

SHOWN = 50  # of each organization, and of each of the two


@require_safe
@writers_only
def unconfirmed(request: WriterRequest) -> HttpResponse:
    """What waits for the word of the organizations one writes for, each with its button, and one for all."""
    parts = [_part(organization) for organization in permissions.writes_for(request.user)]
    context = {"nav": "exchange", "parts": [part for part in parts if part["count"]]}
    return render(request, "resources/unconfirmed.html", context)


@require_POST
@writers_only
def confirm_all(request: WriterRequest) -> HttpResponse:
    """Say that all still stand about which one organization was asked: the one named, or the one acted for."""
    slug = request.POST.get("organization") or request.acting.organization.slug
    organization = next((own for own in permissions.writes_for(request.user) if own.slug == slug), None)
    if organization is None:
        raise Http404
    messages.success(request, thanks(confirming.confirm_all(organization, actor=request.user)))
    return redirect("resources:unconfirmed")


@csrf_exempt  # the token is what allows it; whoever opens a letter's link may have a browser without cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_stands(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a letter's link. Looking at it changes nothing; one press confirms, without signing in."""
    question = confirm_links.read(token)
    if question is None:
        raise Http404
    context: dict[str, Any] = {"question": question, "posting": question.posting}
    status = 410 if question.has_run_out or not question.may_answer else 200
    if request.method == "POST" and status == 200 and question.rows:
        try:
            context["thanks"] = thanks(question.confirm())
        except DomainError as refusal:  # closed, or no longer theirs, since the page was opened
            context["refusal"], status = str(refusal), refusal.status
    return render(request, "resources/still_stands.html", context, status=status)


def thanks(count: int) -> str:
    """What is said of so many confirmed."""
    if not count:
        return _("Nothing was waiting; all is confirmed.")
    return ngettext("Thank you. It is confirmed.", "Thank you. All %(n)s are confirmed.", count) % {"n": f"{count:,}"}


def _part(organization: Organization) -> dict[str, Any]:
    rows: list[Offer | Request] = []
    count = 0
    for model in (Offer, Request):
        waiting = model.objects.waiting().filter(organization=organization)
        count += waiting.count()
        rows += waiting.select_related("resource_type").order_by("confirmed_at", "pk")[:SHOWN]
    rows.sort(key=lambda row: row.confirmed_at)
    return {"organization": organization, "rows": rows, "count": count, "more": count - len(rows)}
