"""The list of projects: saved views with counts, and filters."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from coalition.shared import clock
from members.acting import MemberRequest, members_only
from projects import permissions
from projects.forms import ProjectFilter
from projects.listing import SavedView, counts_of, saved_views
from projects.models import Project, ProjectStatus
from projects.models.project import OPEN

PER_PAGE = 25
OF_ANY_STATUS = {"ours", "all"}


@members_only
def project_list(request: MemberRequest) -> HttpResponse:
    """The plans of the coalition, newest first, in one of the saved views and narrowed by the filters."""
    views = saved_views(request.user, request.acting, today=clock.today())
    view = next((view for view in views if view.name == request.GET.get("view")), views[0])
    statuses = list(ProjectStatus) if view.name in OF_ANY_STATUS else list(OPEN)
    filters = ProjectFilter(request.GET, statuses=statuses)
    projects = Project.objects.visible_to(request.user)
    counts = counts_of(views, projects)
    found = filters.narrow(projects.filter(view.condition)).listed()
    context = {
        "nav": "plans",
        "tabs": [_tab(each, count=counts[each.name], current=each == view) for each in views],
        "keep": {"name": "view", "value": view.name},
        "filters": filters,
        "is_narrowed": any(filters.cleaned_data.values()),
        "reset_url": f"{reverse('projects:project_list')}?view={view.name}",
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "can_post": bool(request.acting and permissions.can_post_project(request.user, request.acting.organization)),
        "view": view.name,
    }
    return render(request, "projects/project_list.html", context)


def _tab(view: SavedView, *, count: int, current: bool) -> dict[str, object]:
    return {
        "label": view.label,
        "url": f"{reverse('projects:project_list')}?view={view.name}",
        "count": count,
        "current": current,
    }
