"""The application of an organization, step by step."""

from django.http import HttpResponse
from django.shortcuts import render

from members.acting import PersonRequest, signed_in


@signed_in
def application(request: PersonRequest) -> HttpResponse:
    """The task list of the application under way, or how it was decided."""
    return render(request, "members/application.html")


@signed_in
def describe(request: PersonRequest) -> HttpResponse:
    """What the organization is, brings and needs."""
    return render(request, "members/application_organization.html")


@signed_in
def agree(request: PersonRequest) -> HttpResponse:
    """Read the charter in force and accept it for the organization."""
    return render(request, "members/application_agreement.html")
