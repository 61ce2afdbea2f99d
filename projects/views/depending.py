"""What a milestone waits for: seeing it, adding to it, taking from it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import overdue
from members.acting import MemberRequest, members_only
from projects import permissions
from projects.depending import add_dependency, remove_dependency
from projects.models import Dependency, Milestone, Project
from projects.network import waiting_for
from projects.posting import check_open

SHOWN = 20  # of what is found


class WaitsForm(forms.Form):
    """Which milestone it waits for, by number: the buttons of the page send it."""

    waits_for = forms.ModelChoiceField(
        Milestone.objects.select_related("organization", "project__organization", "project__workgroup"),
        label=gettext_lazy("Milestone"),
        error_messages={
            "required": gettext_lazy("Choose a milestone."),
            "invalid_choice": gettext_lazy("There is no such milestone."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def milestone_waits(request: MemberRequest, pk: int) -> HttpResponse:
    """What the milestone waits for, and what more it might, of its own project or found by `?q=` in any open one."""
    milestone = _editable(request, pk)
    form = WaitsForm(request.POST) if request.method == "POST" else WaitsForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = add_dependency(milestone, waits_for=form.cleaned_data["waits_for"], actor=request.user)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            undo = reverse("projects:dependency_remove", args=[made.pk])
            told = _("It waits for “%(title)s” now.") % {"title": made.waits_for}
            messages.success(request, told, extra_tags=f"undo:{undo}")
            return redirect("projects:milestone_waits", pk)
    return _page(request, milestone, form)


@require_POST
@members_only
def dependency_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the milestone wait for the other one no longer."""
    rows = Dependency.objects.visible_to(request.user).select_related(
        "milestone__project__organization", "milestone__organization", "waits_for__project", "waits_for__organization"
    )
    dependency = get_object_or_404(rows, pk=pk)
    milestone = dependency.milestone
    try:
        remove_dependency(dependency, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, milestone.get_absolute_url())
    messages.success(request, _("It no longer waits for “%(title)s”.") % {"title": dependency.waits_for})
    return redirect("projects:milestone_waits", milestone.pk)


def _editable(request: MemberRequest, pk: int) -> Milestone:
    """The milestone, where the reader may say what it waits for."""
    rows = Milestone.objects.visible_to(request.user).select_related("organization", "project__organization")
    milestone = get_object_or_404(rows.select_related("project__workgroup"), pk=pk)
    if not permissions.can_edit_milestone(request.user, milestone):
        raise overdue.refusal(
            request.user,
            milestone.project.organization,
            milestone.organization,
            otherwise=_("Only the lead and whoever answers for this milestone can say what it waits for."),
        )
    check_open(milestone.project)
    return milestone


def _page(request: MemberRequest, milestone: Milestone, form: WaitsForm) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = milestone.dependencies.select_related("waits_for__organization", "waits_for__project")
    context = {
        "nav": "plans",
        "milestone": milestone,
        "form": form,
        "q": words,
        "rows": rows,
        "candidates": _candidates(milestone, words, known=[row.waits_for_id for row in rows]),
        "shown": SHOWN,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "projects/milestone_waits.html", context, status=status)


def _candidates(milestone: Milestone, words: str, *, known: list[int]) -> list[Milestone]:
    """Milestones still ahead that this one may wait for: its neighbours, or those found by their title or project's."""
    refused = {milestone.pk, *known, *waiting_for([milestone.pk])}
    ahead = Milestone.objects.waiting().exclude(pk__in=refused)
    if words:
        titled = Milestone.objects.filter(title__icontains=words).values("pk")[: SHOWN * 5]
        projects = Project.objects.open().filter(title__icontains=words).values("pk")[:SHOWN]
        ahead = ahead.filter(pk__in=titled.union(Milestone.objects.filter(project__in=projects).values("pk")))
    else:
        ahead = ahead.filter(project=milestone.project)
    return list(ahead.select_related("organization", "project").order_by("due_on", "pk")[:SHOWN])
