"""The versions of a plan: all of them, one of them, what changed between two, and going back to one."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import Conflict
from members.acting import MemberRequest, members_only
from projects import permissions
from projects.differences import between
from projects.models import PlanVersion, Project
from projects.models.version import PlanVersionQuerySet
from projects.restoring import restore_version
from projects.views.project import visible_project

PER_PAGE = 25
LARGEST = 2_147_483_647  # of the column


class VersionsForm(forms.Form):
    """Two versions of one plan, by number; left out, the present one and the one before it."""

    old = forms.IntegerField(label=gettext_lazy("From version"), min_value=1)
    new = forms.IntegerField(label=gettext_lazy("To version"), min_value=1)

    def __init__(self, asked: dict[str, str], *, versions: PlanVersionQuerySet, latest: int) -> None:
        super().__init__({"old": str(max(latest - 1, 1)), "new": str(latest), **asked})
        self.versions = versions
        for field in self.fields.values():
            cast(forms.IntegerField, field).widget.attrs["max"] = latest
        self.found: dict[str, PlanVersion] = {}

    def clean(self) -> None:
        """Fetch the two; an error stands at the one that is not there."""
        super().clean()
        for name in {"old", "new"} & self.cleaned_data.keys():
            number = min(self.cleaned_data[name], LARGEST)
            if found := self.versions.filter(number=number).first():
                self.found[name] = found
            else:
                self.add_error(name, _("There is no such version, or it was not kept."))


@require_safe
@members_only
def project_versions(request: MemberRequest, pk: int) -> HttpResponse:
    """Every version of the plan, the present one first."""
    project = visible_project(request, pk)
    versions = _versions(request, project).listed()
    context = {
        "nav": "plans",
        "project": project,
        "page": Paginator(versions, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "projects/versions.html", context)


@require_safe
@members_only
def version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """The plan as it was."""
    project = visible_project(request, pk)
    found = get_object_or_404(_versions(request, project).select_related("author"), number=min(number, LARGEST))
    is_present = found.number == project.version
    context = {
        "nav": "plans",
        "project": project,
        "version": found,
        "is_present": is_present,
        "before": found.number - 1 if _versions(request, project).filter(number=found.number - 1).exists() else None,
        "can_restore": not is_present and not project.is_closed and permissions.can_edit_project(request.user, project),
    }
    return render(request, "projects/version.html", context)


@require_safe
@members_only
def project_difference(request: MemberRequest, pk: int) -> HttpResponse:
    """What changed from version `old` to version `new`."""
    project = visible_project(request, pk)
    asked = {name: request.GET[name] for name in ("old", "new") if request.GET.get(name)}
    versions = _versions(request, project).select_related("author", "organization")
    form = VersionsForm(asked, versions=versions, latest=project.version)
    context = {"nav": "plans", "project": project, "form": form}
    if form.is_valid():
        old, new = form.found["old"], form.found["new"]
        parts = between(old, new)
        changed = [part for part in parts if not part.is_kept]
        context |= {
            "old": old,
            "new": new,
            "both": [new, old],
            "changed": changed,
            "kept": [part for part in parts if part.is_kept],
        }
    return render(request, "projects/project_difference.html", context, status=200 if form.is_valid() else 422)


@require_POST
@members_only
def version_restore(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Write an older version into the plan, which is still at the `version` that was sent."""
    project = visible_project(request, pk)
    old = get_object_or_404(_versions(request, project), number=min(number, LARGEST))
    seen = request.POST.get("version", "")
    try:
        restored = restore_version(old, actor=request.user, version=int(seen) if seen.isdecimal() else 0)
    except Conflict as conflict:
        if conflict.code not in {"version_conflict", "same_text"}:
            raise
        messages.error(request, str(conflict))
        return redirect(old)
    messages.success(request, _("Version %(number)d stands again, as a new version.") % {"number": number})
    return redirect(restored)


def _versions(request: MemberRequest, project: Project) -> PlanVersionQuerySet:
    rows = PlanVersion.objects.visible_to(request.user).filter(project=project)
    return rows.select_related("project", "organization", "lead", "workgroup")
