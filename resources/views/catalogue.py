"""The page of the catalogue: what the coalition moves, in which unit, under which names."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.acting import MemberRequest, members_only
from resources import permissions, searching
from resources.models import ResourceType
from resources.views.parts import ours


@require_safe
@members_only
def catalogue(request: MemberRequest) -> HttpResponse:
    """The active types by group, found by any of their names, each with its unit and its substitutes."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    types = ResourceType.objects.active().select_related("group").prefetch_related("packs", "substitutes__substitute")
    if words:
        types = types.filter(pk__in=searching.types_called(words))
    organization = ours(request)
    context = {
        "nav": "exchange",
        "q": words,
        "types": types,
        "can_post": bool(organization and permissions.can_post(request.user, organization)),
    }
    return render(request, "resources/catalogue.html", context)
