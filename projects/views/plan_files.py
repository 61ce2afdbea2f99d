"""Plans as files: taking them out, one or those of a list, and taking them in again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from coalition.shared import clock
from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from members.acting import MemberRequest, WriterRequest, members_only, writers_only
from projects import permissions
from projects.forms import ProjectFilter
from projects.listing import saved_views
from projects.models import Project
from projects.models.project import ProjectQuerySet
from projects.plan_files import reading, shape, taking_in, writing
from projects.plan_files import report as reports


class PlanFileForm(forms.Form):
    """A file to take in. After the first look its content comes back as text, so that it is not chosen again."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".json,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
        help_text=gettext_lazy("JSON or CSV in UTF-8, as the portal writes it; at most 1 MB."),
    )
    content = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("content")

    def to_take(self) -> reading.PlanFile:
        """What is in the file; for a valid form. Raises Invalid for one that cannot be read."""
        file = self.cleaned_data["file"]
        if file is not None:
            return reading.read(file.read())
        return reading.read_text(self.cleaned_data["content"])

    def clean_file(self) -> Any:
        """Not a larger one than is read."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > shape.LARGEST:
            size = f"{shape.LARGEST // 1000:,}"
            raise forms.ValidationError(
                _("The file is larger than %(n)s KB. Import fewer plans at once.") % {"n": size}
            )
        return file


@require_safe
@members_only
def plan_files(request: MemberRequest) -> HttpResponse:
    """What can be taken out: one plan (`?project=12`), or those that the filters of the list leave."""
    project = _asked_project(request)
    context = {
        "nav": "plans",
        "project": project,
        "query": request.GET.urlencode(),
        "number": 1 if project else _chosen(request).count(),
        "can_post": bool(request.acting and permissions.can_post_project(request.user, request.acting.organization)),
    }
    return render(request, "projects/plan_files.html", context)


@require_safe
@members_only
def plans_document(request: MemberRequest) -> StreamingHttpResponse:
    """The plans with their milestones as one JSON document."""
    return writing.json_response(f"{_name(request, 'plans')}.json", _chosen(request))


@require_safe
@members_only
def plans_table(request: MemberRequest) -> StreamingHttpResponse:
    """The plans as CSV."""
    return writing.plans_response(f"{_name(request, 'plans')}.csv", _chosen(request))


@require_safe
@members_only
def milestones_table(request: MemberRequest) -> StreamingHttpResponse:
    """Their milestones as CSV."""
    return writing.milestones_response(f"{_name(request, 'milestones')}.csv", _chosen(request))


@writers_only
def plan_files_take_in(request: WriterRequest) -> HttpResponse:
    """Look at a file first, and say what it would change; then take it in."""
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    report, organization = None, request.acting.organization
    for_good = request.POST.get("act") == "take_in"
    if request.method == "POST" and form.is_valid():
        try:
            file = form.to_take()
            report = taking_in.take_in(file, organization=organization, actor=request.user, dry_run=not for_good)
        except DomainError as refusal:
            show_refusal(form, refusal)
    if report and for_good and not report.count(reports.REFUSED):
        messages.success(request, _told(report.changes))
        return redirect(reverse("projects:plan_files"))
    context = {
        "nav": "plans",
        "form": form,
        "report": report,
        "counts": [(str(word), report.count(what)) for what, word in reports.WORDS.items()] if report else [],
        "is_taken": for_good,
        "content": _content(form) if report and not for_good else "",
        "organization": organization,
        "most": shape.MOST_PLANS,
    }
    return render(request, "projects/plan_files_take_in.html", context, status=422 if form.errors else 200)


def _told(changes: int) -> str:
    told = ngettext("%(n)d plan or milestone was imported.", "%(n)d plans and milestones were imported.", changes)
    return told % {"n": changes} if changes else _("Everything stands here as it is in the file.")


def _content(form: PlanFileForm) -> str:
    """What the file held, as text, for the second step."""
    file = form.cleaned_data["file"]
    if file is None:
        return str(form.cleaned_data["content"])
    file.seek(0)
    return str(file.read().decode("utf-8-sig"))


def _asked_project(request: MemberRequest) -> Project | None:
    asked = request.GET.get("project")
    if asked is None:
        return None
    found = Project.objects.visible_to(request.user).filter(pk=int(asked)) if asked.isdecimal() else None
    project = found.first() if found is not None else None
    if project is None:
        raise Http404
    return project


def _chosen(request: MemberRequest) -> ProjectQuerySet:
    visible = Project.objects.visible_to(request.user)
    project = _asked_project(request)
    if project:
        return visible.filter(pk=project.pk)
    views = {view.name: view for view in saved_views(request.user, request.acting, today=clock.today())}
    view = views.get(request.GET.get("view", "all"), views["all"])
    filters = ProjectFilter(request.GET, statuses=view.statuses)
    return filters.narrow(visible.filter(view.condition), statuses=view.statuses)


def _name(request: MemberRequest, what: str) -> str:
    project = _asked_project(request)
    return f"{what}-{project.pk}" if project else what
