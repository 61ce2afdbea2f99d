"""Posting a plan and editing it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.shared.errors import Conflict, DomainError
from coalition.shared.forms import show_refusal
from members import overdue
from members.acting import MemberRequest, WriterRequest, members_only, writers_only
from members.models import Activity
from projects import kinds, permissions
from projects.forms import NewProjectForm, ProjectEditForm
from projects.models import Project, Workgroup
from projects.posting import check_open, edit_project, post_project
from projects.views.project import visible_project


@writers_only
def project_new(request: WriterRequest) -> HttpResponse:
    """Post a plan for the organization acted for; `?workgroup=slug` chooses the workgroup beforehand."""
    organization = request.acting.organization
    groups = {group.slug: group.pk for group in Workgroup.objects.active()}
    form = NewProjectForm(request.POST or None, initial={"workgroup": groups.get(request.GET.get("workgroup", ""))})
    if request.method == "POST" and form.is_valid():
        try:
            project: Project | None = post_project(organization=organization, actor=request.user, **form.to_post())
        except DomainError as refusal:
            project = form.refused(refusal, organization.projects.all(), says_it=form.posts)
        if project:
            messages.success(request, _("Your plan is posted. Every member can read it now."))
            return redirect(project)
    context = {"nav": "plans", "form": form, "organization": organization}
    return render(request, "projects/project_new.html", context, status=422 if form.errors else 200)


@members_only
def project_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit a plan. When somebody else has saved meanwhile, both texts are shown and nothing is overwritten."""
    project = visible_project(request, pk)
    if not permissions.can_edit_project(request.user, project):
        raise overdue.refusal(
            request.user,
            project.organization,
            otherwise=_("Only its owners and people who may write for %(name)s can edit it.")
            % {"name": project.organization},
        )
    check_open(project)
    form = ProjectEditForm(request.POST or None, row=project)
    if request.method == "POST" and form.is_valid():
        try:
            edit_project(project, actor=request.user, version=form.cleaned_data["version"], **form.changes())
        except Conflict as conflict:
            if conflict.code == "version_conflict":
                return _show_conflict(request, form, visible_project(request, pk))
            raise
        except DomainError as refusal:
            show_refusal(form, refusal)
            project = visible_project(request, pk)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(project)
    context = {"nav": "plans", "form": form, "project": project}
    return render(request, "projects/project_edit.html", context, status=422 if form.errors else 200)


def _show_conflict(request: MemberRequest, form: ProjectEditForm, project: Project) -> HttpResponse:
    """The form again, upon the text as it stands now, with both versions of what both have changed."""
    seen = {"old": form.cleaned_data["version"], "new": project.version}
    edits = Activity.objects.visible_to(request.user).about(project.topic).filter(kind=kinds.PROJECT_EDITED.name)
    context = {
        "nav": "plans",
        "form": form.upon(project),
        "project": project,
        "clashes": form.clashes(project),
        "last_edit": edits.select_related("actor").first(),
        "difference_url": f"{reverse('projects:project_difference', args=[project.pk])}?{urlencode(seen)}",
    }
    return render(request, "projects/project_edit.html", context, status=409)
