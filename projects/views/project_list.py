"""The list of projects: saved views with counts, and filters."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coalition.shared import clock
from coalition.shared.paging import CappedPaginator, Count, counted
from members.acting import MemberRequest, members_only
from projects import permissions
from projects.forms import ProjectFilter
from projects.listing import SavedView, saved_views
from projects.models import Project

PER_PAGE = 25


@require_safe
@members_only
def project_list(request: MemberRequest) -> HttpResponse:
    """The plans of the coalition, newest first, in one of the saved views and narrowed by the filters."""
    views = saved_views(request.user, request.acting, today=clock.today())
    view = next((view for view in views if view.name == request.GET.get("view")), views[0])
    filters = ProjectFilter(request.GET, statuses=view.statuses)
    visible = Project.objects.visible_to(request.user)
    found = {each.name: filters.narrow(visible.filter(each.condition), statuses=each.statuses) for each in views}
    counts = {name: counted(rows) for name, rows in found.items()}
    pages = CappedPaginator(found[view.name].listed(), PER_PAGE, known=counts[view.name])
    context = {
        "nav": "plans",
        "tabs": [_tab(request.GET, each, count=counts[each.name], current=each is view) for each in views],
        "keep": {"name": "view", "value": view.name},
        "filters": filters,
        "reset_url": f"{reverse('projects:project_list')}?view={view.name}",
        "page": pages.get_page(request.GET.get("page")),
        "can_post": bool(request.acting and permissions.can_post_project(request.user, request.acting.organization)),
        "view": view.name,
    }
    return render(request, "projects/project_list.html", context)


def _tab(asked: QueryDict, view: SavedView, *, count: Count, current: bool) -> dict[str, object]:
    return {"label": view.label, "url": _address(asked, view), "count": str(count), "current": current}


def _address(asked: QueryDict, view: SavedView) -> str:
    """The present filters with another view, from its first page; without a status that cannot occur in it."""
    address = asked.copy()
    address.pop("page", None)
    if address.get("status") not in view.statuses:
        address.pop("status", None)
    address["view"] = view.name
    return f"?{address.urlencode()}"
