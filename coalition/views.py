"""Pages that belong to no floor."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coalition.dashboard import dashboard, front_figures
from coalition.finding import Search, find
from members import permissions
from members.acting import MemberRequest, members_only
from members.models import Organization
from projects.models import Deliverable

RELEASES_SHOWN = 3


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The dashboard for members, the application for those without membership, the front page for visitors."""
    if not request.user.is_authenticated:
        founding = Organization.objects.admitted().filter(is_founding=True)
        newest = Deliverable.objects.current().listed()[:RELEASES_SHOWN]
        context = {"figures": front_figures(), "founding_members": founding, "releases": newest}
        return render(request, "landing.html", context)
    if not permissions.is_member(request.user):
        return redirect("members:application")
    return show_dashboard(request)


@members_only
def show_dashboard(request: MemberRequest) -> HttpResponse:
    """The first page of somebody who takes part."""
    return render(request, "dashboard.html", {"nav": "home", **dashboard(request.user, request.acting)})


@require_safe
@members_only
def search(request: MemberRequest) -> HttpResponse:
    """One search over everything the reader may see; the command palette shows the best of each kind as a fragment."""
    if request.htmx:
        words = request.GET.get("q", "")
        return render(request, "search_found.html", {"q": words, "groups": find(words, reader=request.user)})
    search = Search(request.GET, request.user)
    context = {"search": search, "page": search.page, "tabs": search.tabs(), "facets": search.facets()}
    return render(request, "search.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How the portal works, for everybody."""
    return render(request, "help.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
