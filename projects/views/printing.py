"""A plan on paper."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.acting import MemberRequest, members_only
from projects import page_parts
from projects.views.project import visible_project


@require_safe
@members_only
def project_print(request: MemberRequest, pk: int) -> HttpResponse:
    """All of the plan on one page without navigation, with the addresses of its links."""
    project = visible_project(request, pk)
    context = {
        "nav": "plans",
        "project": project,
        "address": f"{settings.SITE_URL.rstrip('/')}{project.get_absolute_url()}",
        "milestones": project.milestones.select_related("organization"),
        "owners": project.owners.all(),
        "partners": project.partners.select_related("organization"),
        "parts": page_parts.parts_for(project, request.user, None),
    }
    return render(request, "projects/project_print.html", context)
