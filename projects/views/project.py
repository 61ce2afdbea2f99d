"""A project's own page; its status; following it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members import overdue
from members.acting import MemberRequest, members_only
from members.discussions.pages import talk_about
from members.models import Activity, Follow
from projects import page_parts, permissions
from projects.following import follow_project, unfollow_project
from projects.forms import HandOverForm, StatusForm
from projects.handing_over import hand_over, successors
from projects.models import Partner, Project
from projects.overlap import plans_like
from projects.posting import check_open
from projects.status import change_status
from projects.views.ownership import ownership
from projects.views.posts import posts_of
from projects.views.steps import steps_of

NEWS_PER_PAGE = 15


def visible_project(request: MemberRequest, pk: int) -> Project:
    """The project, or Http404 when the reader may not see it."""
    projects = Project.objects.visible_to(request.user).select_related("organization", "workgroup", "posted_by")
    return get_object_or_404(projects.prefetch_related("owners__person", "partners"), pk=pk)


@require_safe
@members_only
def project(request: MemberRequest, pk: int) -> HttpResponse:
    """The whole plan: purpose, text, milestones, partners with their answers, and what happened."""
    project = visible_project(request, pk)
    about = Activity.objects.visible_to(request.user).about(project.topic)
    news = about.news().select_related("actor", "organization")
    context = {
        "nav": "plans",
        "project": project,
        "milestones": steps_of(request, project),
        **_partners(request, project),
        "owned": ownership(request, project),
        **posts_of(request, project),
        "news": Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("page")),
        "follows": Follow.objects.filter(person=request.user, topic=project.topic).exists(),
        "can_edit": permissions.can_edit_project(request.user, project) and not project.is_closed,
        "parts": page_parts.parts_for(project, request.user, request.acting),
        "can_hand_over": permissions.can_hand_over(request.user, project),
        "can_change_status": permissions.can_change_status(request.user, project),
        "alike": plans_like(project, among=Project.objects.visible_to(request.user)) if project.is_open else [],
        "talk": talk_about("project", project, request),
    }
    return render(request, "projects/project.html", context)


@dataclass(frozen=True, slots=True)
class Answer:
    """A partner as the page shows it to this reader."""

    partner: Partner
    can_answer: bool


def _partners(request: MemberRequest, project: Project) -> dict[str, Any]:
    """The answers, and the question that waits for the reader's own, if one does."""
    answers = [
        Answer(partner, not project.is_closed and permissions.can_answer_partner(request.user, partner))
        for partner in project.partners.select_related("organization")
    ]
    asked = next((each.partner for each in answers if each.can_answer and each.partner.is_unanswered), None)
    return {"answers": answers, "asked": asked}


@members_only
def project_status(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the next status and say why."""
    project = visible_project(request, pk)
    if not permissions.can_change_status(request.user, project):
        raise overdue.refusal(
            request.user,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can change it.") % {"name": project.organization},
        )
    form = StatusForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            change_status(project, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
            project = visible_project(request, pk)
        else:
            messages.success(request, _("The project is now %(status)s.") % {"status": project.get_status_display()})
            return redirect(project)
    context = {"nav": "plans", "project": project, "form": form}
    return render(request, "projects/project_status.html", context, status=422 if form.errors else 200)


@members_only
def project_hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Pass the lead on to a partner."""
    project = visible_project(request, pk)
    if not permissions.can_hand_over(request.user, project):
        raise overdue.refusal(
            request.user,
            project.organization,
            otherwise=_("Only people who may write for %(name)s can hand it over.") % {"name": project.organization},
        )
    check_open(project)
    form = HandOverForm(request.POST or None, partners=successors(project))
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(project, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s leads it now.") % {"name": project.organization})
            return redirect(project)
    context = {"nav": "plans", "project": project, "form": form, "partners": successors(project)}
    return render(request, "projects/project_hand_over.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def project_follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Read of the project in the digest from now on."""
    project = visible_project(request, pk)
    follow_project(project, person=request.user)
    undo = reverse("projects:project_unfollow", args=[pk])
    messages.success(request, _("You follow this project: it comes in your digest."), extra_tags=f"undo:{undo}")
    return redirect(project)


@require_POST
@members_only
def project_unfollow(request: MemberRequest, pk: int) -> HttpResponse:
    """Read of the project in the digest no longer."""
    project = visible_project(request, pk)
    unfollow_project(project, person=request.user)
    undo = reverse("projects:project_follow", args=[pk])
    messages.success(request, _("You no longer follow this project."), extra_tags=f"undo:{undo}")
    return redirect(project)
