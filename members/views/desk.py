"""The admins' desk: applications that wait for a decision."""

from django.http import HttpResponse
from django.shortcuts import render

from members.acting import MemberRequest, admins_only


@admins_only
def desk(request: MemberRequest) -> HttpResponse:
    """The queue, the oldest first."""
    return render(request, "members/desk.html", {"nav": "members"})
