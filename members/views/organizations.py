"""The directory of member organizations."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from members.acting import MemberRequest, members_only
from members.models import Organization


@members_only
def organization_list(request: MemberRequest) -> HttpResponse:
    """Members by name, kind and state."""
    return render(request, "members/organization_list.html", {"nav": "members"})


@members_only
def organization(request: MemberRequest, slug: str) -> HttpResponse:
    """One organization, and what is known of it."""
    shown = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    return render(request, "members/organization.html", {"nav": "members", "organization": shown})
