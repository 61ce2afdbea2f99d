"""The people of my organization, and whom I act for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from coalition.shared.http import back
from members.acting import MemberRequest, PersonRequest, members_only, signed_in


@members_only
def people(request: MemberRequest) -> HttpResponse:
    """The people of the organization acted for."""
    return render(request, "members/people.html", {"nav": "members"})


@require_POST
@signed_in
def switch(request: PersonRequest) -> HttpResponse:
    """Act for another of one's organizations from now on."""
    return back(request, "home")
