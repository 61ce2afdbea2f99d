"""Deliverables: the public list, page and feed, which everybody may read; and for members releasing and withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared import clock
from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.paging import CappedPaginator
from members import overdue
from members.acting import MemberRequest, members_only
from members.middleware import acting_membership
from members.permissions import is_member
from projects import permissions
from projects.models import Deliverable, Project
from projects.release_forms import ReasonForm, ReleaseFilter, ReleaseForm
from projects.releasing import be_credited, be_credited_no_longer, withdraw_deliverable
from projects.releasing import release as release_
from projects.update_forms import files_of
from projects.views.project import visible_project
from projects.views.updates import posting_organization

PER_PAGE = 20


@require_safe
def release_list(request: HttpRequest) -> HttpResponseBase:
    """The newest version of each deliverable, the latest first; open to everybody."""
    filters = ReleaseFilter(request.GET)
    found = filters.narrow(Deliverable.objects.current()).listed()
    context = {
        "nav": _nav(request),
        "filters": filters,
        "reset_url": reverse("projects:release_list"),
        "page": CappedPaginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "projects/release_list.html", context)


@require_safe
def release(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version with all the others of it; open to everybody, also where it was withdrawn."""
    deliverable = _deliverable(pk)
    versions = list(deliverable.versions().select_related("file"))
    context = {
        "nav": _nav(request),
        "deliverable": deliverable,
        "versions": versions,
        "newest": next((each for each in versions if each.is_current), None),
        "people": deliverable.people.order_by("credits__pk"),
        **_for_member(request, deliverable),
    }
    return render(request, "projects/release.html", context)


@members_only
def release_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Release what the project made; with `?of=` and its key, the next version of something."""
    project = visible_project(request, pk)
    organization = posting_organization(request, project)
    replaces = _replaced(request, project)
    initial = _as_before(replaces) if replaces else {"makers": [organization], "version": "1.0"}
    form = ReleaseForm(
        request.POST or None,
        files_of(request),
        project=project,
        initial={**initial, "released_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            deliverable: Deliverable | None = release_(
                project,
                form.described(),
                organization=organization,
                actor=request.user,
                makers=list(form.cleaned_data["makers"]),
                replaces=replaces,
            )
        except DomainError as refusal:
            deliverable = form.refused(refusal, project.deliverables.all(), says_it=form.posts)
        if deliverable:
            messages.success(request, _("It is released. Everybody can read it now."))
            return redirect(deliverable)
    context = {"nav": "plans", "form": form, "project": project, "replaces": replaces}
    return render(request, "projects/release_new.html", context, status=422 if form.errors else 200)


@members_only
def release_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a version back from the public, with the reason."""
    deliverable = _deliverable(pk)
    if not permissions.can_withdraw_deliverable(request.user, deliverable):
        raise overdue.refusal(
            request.user,
            deliverable.organization,
            deliverable.project.organization,
            otherwise=_("Only those who released it, and the lead of the project, can withdraw it."),
        )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_deliverable(deliverable, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Withdrawn. Its page says so, and why."))
            return redirect(deliverable)
    context = {"nav": "plans", "form": form, "deliverable": deliverable}
    return render(request, "projects/release_withdraw.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def release_credit(request: MemberRequest, pk: int) -> HttpResponse:
    """Be named, in public, as one who made it."""
    deliverable = _deliverable(pk)
    be_credited(deliverable, actor=request.user)
    undo = reverse("projects:release_uncredit", args=[pk])
    messages.success(request, _("You are named here; everybody can read it."), extra_tags=f"undo:{undo}")
    return redirect(deliverable)


@require_POST
@members_only
def release_uncredit(request: MemberRequest, pk: int) -> HttpResponse:
    """Be named no longer."""
    deliverable = _deliverable(pk)
    be_credited_no_longer(deliverable, actor=request.user)
    messages.success(request, _("You are named here no longer."))
    return redirect(deliverable)


def _nav(request: HttpRequest) -> str:
    return "plans" if is_member(request.user) else "releases"


def _deliverable(pk: int) -> Deliverable:
    rows = Deliverable.objects.select_related("project__organization", "workgroup", "file", "organization")
    return get_object_or_404(rows.prefetch_related("makers"), pk=pk)


def _for_member(request: HttpRequest, deliverable: Deliverable) -> dict[str, object]:
    """What the page offers to a member; nothing to others."""
    if not request.user.is_authenticated or not is_member(request.user):
        return {}
    project = deliverable.project
    return {
        "can_renew": deliverable.is_current
        and not project.is_closed
        and permissions.can_act_in(acting_membership(request), project),
        "can_withdraw": not deliverable.is_withdrawn
        and permissions.can_withdraw_deliverable(request.user, deliverable),
        "can_be_credited": not deliverable.is_withdrawn and permissions.can_be_credited(request.user, deliverable),
        "is_credited": deliverable.credits.filter(person=request.user).exists(),
    }


def _replaced(request: MemberRequest, project: Project) -> Deliverable | None:
    """What the address names; a form may name what is no longer the newest, so that the verb says so and it is kept."""
    asked = request.GET.get("of", "")
    if not asked:
        return None
    rows = Deliverable.objects.all() if request.method == "POST" else Deliverable.objects.current()
    rows = rows.filter(project=project).prefetch_related("makers")
    return get_object_or_404(rows, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)


def _as_before(old: Deliverable) -> dict[str, object]:
    """What the form for the next version is filled in with."""
    same = ("title", "summary", "kind", "link", "licence", "licence_name")
    return {**{name: getattr(old, name) for name in same}, "makers": list(old.makers.all()), "version": ""}
