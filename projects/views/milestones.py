"""The milestones of a plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition.shared import clock
from coalition.shared.errors import Conflict, DomainError
from coalition.shared.forms import show_refusal
from members import overdue
from members.acting import MemberRequest, members_only
from members.discussions.pages import talk_about
from projects import permissions
from projects.forms import MilestoneEditForm, MilestoneForm
from projects.milestones import add_milestone, edit_milestone
from projects.models import Milestone
from projects.posting import check_open
from projects.views.project import visible_project


@members_only
def milestone_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a step to the plan."""
    project = visible_project(request, pk)
    if not permissions.can_edit_project(request.user, project):
        raise overdue.refusal(
            request.user,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can edit it.") % {"name": project.organization},
        )
    check_open(project)
    form = MilestoneForm(request.POST or None, project=project, initial={"organization": project.organization_id})
    if request.method == "POST" and form.is_valid():
        try:
            add_milestone(project, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The milestone is part of the plan."))
            return redirect(f"{project.get_absolute_url()}#milestones")
    context = {"nav": "plans", "form": form, "project": project}
    return render(request, "projects/milestone_new.html", context, status=422 if form.errors else 200)


@require_safe
@members_only
def milestone(request: MemberRequest, pk: int) -> HttpResponse:
    """One step of a plan, and what is said about it."""
    step = _visible_milestone(request, pk)
    context = {
        "nav": "plans",
        "milestone": step,
        "is_late": step.project.is_open and step.is_late(clock.today()),
        "can_edit": not step.project.is_closed and permissions.can_edit_milestone(request.user, step),
        "talk": talk_about("milestone", step, request),
    }
    return render(request, "projects/milestone.html", context)


@members_only
def milestone_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a step: its day, how far it is, who answers for it."""
    milestone = _visible_milestone(request, pk)
    if not permissions.can_edit_milestone(request.user, milestone):
        raise overdue.refusal(
            request.user,
            milestone.project.organization,
            milestone.organization,
            otherwise=_("Only the lead and whoever answers for this milestone can edit it."),
        )
    check_open(milestone.project)
    form = MilestoneEditForm(request.POST or None, row=milestone)
    if request.method == "POST" and form.is_valid():
        try:
            edit_milestone(milestone, actor=request.user, version=form.cleaned_data["version"], **form.changes())
        except Conflict as conflict:
            if conflict.code == "version_conflict":
                return _show_conflict(request, form, _visible_milestone(request, pk))
            raise
        except DomainError as refusal:
            show_refusal(form, refusal)
            milestone = _visible_milestone(request, pk)
        else:
            messages.success(request, _("The milestone is saved."))
            return redirect(milestone)
    context = {"nav": "plans", "form": form, "milestone": milestone}
    return render(request, "projects/milestone_edit.html", context, status=422 if form.errors else 200)


def _visible_milestone(request: MemberRequest, pk: int) -> Milestone:
    milestones = Milestone.objects.visible_to(request.user)
    return get_object_or_404(milestones.select_related("organization", "project__organization"), pk=pk)


def _show_conflict(request: MemberRequest, form: MilestoneEditForm, milestone: Milestone) -> HttpResponse:
    context = {
        "nav": "plans",
        "form": form.upon(milestone),
        "milestone": milestone,
        "clashes": form.clashes(milestone),
    }
    return render(request, "projects/milestone_edit.html", context, status=409)
