"""Updates and decisions: the lists, an update's own page, posting, editing and withdrawing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition.shared import clock
from coalition.shared.differences import Piece, reworded
from coalition.shared.errors import Conflict, DomainError, NotAllowed
from coalition.shared.forms import show_refusal
from coalition.shared.paging import CappedPaginator
from members import overdue
from members.acting import MemberRequest, members_only
from members.models import Organization
from projects import permissions
from projects.models import Project, Update, UpdateText
from projects.models.update import UpdateQuerySet
from projects.posting import check_open
from projects.update_forms import (
    DecisionFilter,
    UpdateEditForm,
    UpdateFilesForm,
    UpdateForm,
    WithdrawForm,
    files_of,
)
from projects.updates import edit_update, post_update, withdraw_update
from projects.views.posts import shown_to
from projects.views.project import visible_project

PER_PAGE = 20


def posting_organization(request: MemberRequest, project: Project) -> Organization:
    """The organization acted for, which takes part in the project. Raises NotAllowed, or Conflict when it is closed."""
    organization = request.acting.organization if request.acting else None
    if organization is None or not permissions.can_post_update(request.user, project, organization):
        refused = _("Only people who may write for the lead or a partner that has confirmed can post here.")
        raise overdue.refusal(request.user, organization, otherwise=refused) if organization else NotAllowed(refused)
    check_open(project)
    return organization


@require_safe
@members_only
def update_list(request: MemberRequest, pk: int) -> HttpResponse:
    """All that was told about a project, or with `?decisions=1` what was decided, newest first."""
    project = visible_project(request, pk)
    rows = Update.objects.visible_to(request.user).filter(project=project)
    only = request.GET.get("decisions") == "1"
    page = _page(request, rows.decisions() if only else rows)
    here = reverse("projects:update_list", args=[pk])
    context = {
        "nav": "plans",
        "project": project,
        "page": page,
        "rows": shown_to(request, page, project),
        "only_decisions": only,
        "tabs": [
            {"label": _("All updates"), "url": here, "current": not only},
            {"label": _("Decisions"), "url": f"{here}?decisions=1", "current": only},
        ],
        "takes_part": not project.is_closed and permissions.can_act_in(request.acting, project),
    }
    return render(request, "projects/update_list.html", context)


@require_safe
@members_only
def decision_list(request: MemberRequest) -> HttpResponse:
    """What was decided anywhere in the coalition, the latest first; narrowed to a workgroup, a project or days."""
    filters = DecisionFilter(request.GET)
    page = _page(request, filters.narrow(Update.objects.visible_to(request.user).decisions()))
    asked = filters.cleaned_data.get("project")
    context = {
        "nav": "plans",
        "filters": filters,
        "reset_url": reverse("projects:decision_list"),
        "page": page,
        "rows": page.object_list,
        "project": Project.objects.visible_to(request.user).filter(pk=asked).first() if asked else None,
    }
    return render(request, "projects/decision_list.html", context)


@members_only
def update_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell about a project; with `?decision=1` what was decided today."""
    project = visible_project(request, pk)
    organization = posting_organization(request, project)
    initial = {"decided_on": clock.today() if request.GET.get("decision") == "1" else None}
    form = UpdateForm(request.POST or None, files_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            posted: Update | None = post_update(
                project, organization=organization, actor=request.user, **form.to_post()
            )
        except DomainError as refusal:
            posted = form.refused(refusal, project.updates.all(), says_it=form.posts)
        if posted:
            messages.success(request, _("It is posted. Every member can read it now."))
            return redirect(f"{project.get_absolute_url()}#updates")
    context = {"nav": "plans", "form": form, "project": project, "organization": organization}
    return render(request, "projects/update_new.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an update said before an edit, and how it became what came after."""

    was: UpdateText
    title: list[Piece]
    text: list[Piece]


@require_safe
@members_only
def update(request: MemberRequest, pk: int) -> HttpResponse:
    """An update with its files, and what it said before it was edited."""
    update = visible_update(request, pk)
    (told,) = shown_to(request, [update], update.project)
    context = {
        "nav": "plans",
        "project": update.project,
        "told": told,
        "earlier": [] if update.is_withdrawn else _earlier(update),
    }
    return render(request, "projects/update.html", context)


@members_only
def update_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an update. When somebody else has saved meanwhile, both texts are shown and nothing is overwritten."""
    update = visible_update(request, pk)
    if not permissions.can_edit_update(request.user, update):
        raise _refusal(request, update)
    check_open(update.project)
    if update.is_withdrawn:
        raise Conflict(_("This was withdrawn."), code="withdrawn")
    form = UpdateEditForm(request.POST or None, row=update)
    files = UpdateFilesForm(request.POST or None, files_of(request), update=update)
    if request.method == "POST" and form.is_valid() and files.is_valid():
        asked: dict[str, Any] = {**form.changes(), **form.explained(), **files.asked()}
        try:
            edit_update(update, actor=request.user, version=form.cleaned_data["version"], **asked)
        except DomainError as refusal:
            if refusal.code == "version_conflict":
                return _show_conflict(request, form, files)
            show_refusal(files if refusal.field == "files" else form, refusal)
        else:
            messages.success(request, _("Saved. What it said before can still be read."))
            return redirect(update)
    context = {"nav": "plans", "form": form, "files": files, "update": visible_update(request, pk)}
    status = 422 if form.errors or files.errors else 200
    return render(request, "projects/update_edit.html", context, status=status)


@members_only
def update_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an update back, and say why if there is something to say."""
    update = visible_update(request, pk)
    if not permissions.can_withdraw_update(request.user, update):
        raise _refusal(request, update)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdraw_update(update, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Withdrawn. Its title stays, with who took it back."))
        return redirect(f"{update.project.get_absolute_url()}#updates")
    context = {"nav": "plans", "form": form, "update": update}
    return render(request, "projects/update_withdraw.html", context, status=422 if form.errors else 200)


def visible_update(request: MemberRequest, pk: int) -> Update:
    """The update, or Http404 when the reader may not see it."""
    rows = Update.objects.visible_to(request.user).listed().select_related("project__organization")
    return get_object_or_404(rows, pk=pk)


def _page(request: MemberRequest, rows: UpdateQuerySet) -> Page[Update]:
    return CappedPaginator(rows.listed(), PER_PAGE).get_page(request.GET.get("page"))


def _refusal(request: MemberRequest, update: Update) -> NotAllowed:
    return overdue.refusal(
        request.user,
        update.organization,
        otherwise=_("Only people who may write for %(name)s can change it.") % {"name": update.organization},
    )


def _earlier(update: Update) -> list[Earlier]:
    """The earlier texts, the last one first, each compared with what came after it."""
    rows, title, text = [], update.title, update.text
    for was in update.earlier_texts.select_related("replaced_by"):
        rows.append(Earlier(was, reworded(was.title, title), reworded(was.text, text)))
        title, text = was.title, was.text
    return rows


def _show_conflict(request: MemberRequest, form: UpdateEditForm, files: UpdateFilesForm) -> HttpResponse:
    """The form again, upon the text as it stands now, with both versions of what both have changed."""
    update = visible_update(request, form.row.pk)
    context = {
        "nav": "plans",
        "form": form.upon(update),
        "files": files,
        "update": update,
        "clashes": form.clashes(update),
    }
    return render(request, "projects/update_edit.html", context, status=409)
