"""The application of an organization, step by step."""

from django.http import HttpResponse
from django.shortcuts import render

from members.acting import PersonRequest, signed_in


@signed_in
def application(request: PersonRequest) -> HttpResponse:
    """The task list of the application under way, or how it was decided."""
    return render(request, "members/application.html")
