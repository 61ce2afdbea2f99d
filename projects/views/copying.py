"""A new plan after the pattern of another: the form of a plan, filled in."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.shared.errors import DomainError
from members.acting import MemberRequest, WriterRequest, writers_only
from projects.copying import copy_project, first_day, pattern
from projects.forms import DAY, NewProjectForm
from projects.models import Milestone, Project
from projects.views.project import visible_project

TAKEN = ("title", "purpose", "plan", "themes", "states")


class CopyForm(NewProjectForm):
    """A plan like another, and when its first milestone is due."""

    first_due_on = forms.DateField(
        label=gettext_lazy("First milestone due"),
        required=False,
        widget=DAY,
        help_text=gettext_lazy("The others follow at the same distance. Leave it empty to copy no milestones."),
    )

    def __init__(self, *args: Any, source: Project, steps: list[Milestone], **kwargs: Any) -> None:
        taken = {name: getattr(source, name) for name in TAKEN}
        group = source.workgroup if source.workgroup and source.workgroup.is_active else None
        initial = {**taken, "workgroup": group and group.pk, "first_due_on": first_day(source, steps)}
        super().__init__(*args, initial=initial, **kwargs)
        if not steps:
            del self.fields["first_due_on"]


@writers_only
def project_copy(request: WriterRequest, pk: int) -> HttpResponse:
    """Post a plan for the organization acted for that begins with what another says."""
    source = visible_project(cast(MemberRequest, request), pk)
    organization = request.acting.organization
    steps = pattern(source)
    form = CopyForm(request.POST or None, source=source, steps=steps)
    if request.method == "POST" and form.is_valid():
        given = {"first_due_on": None, **form.to_post()}
        try:
            project: Project | None = copy_project(source, organization=organization, actor=request.user, **given)
        except DomainError as refusal:
            project = form.refused(refusal, organization.projects.all(), says_it=form.posts)
        if project:
            messages.success(request, _("Your plan is posted. Every member can read it now."))
            return redirect(project)
    context = {"nav": "plans", "form": form, "source": source, "steps": steps, "organization": organization}
    return render(request, "projects/project_copy.html", context, status=422 if form.errors else 200)
