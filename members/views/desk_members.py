"""The admins' pages about members: changes of name that wait, and two organizations that become one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import refuse
from members import departing, merging, renaming
from members.acting import MemberRequest, admins_only
from members.forms import ReasonForm
from members.fresh import fresh_sign_in
from members.membership_forms import MergeForm, RenameForm
from members.models import Organization, Renaming, RenamingStatus

PER_PAGE = 25
MOST_SHOWN = 50


@require_safe
@admins_only
def renamings(request: MemberRequest) -> HttpResponse:
    """Changes of name: those that wait, the longest first, and after them what was decided."""
    rows = Renaming.objects.select_related("organization", "asked_by", "decided_by")
    waiting = rows.waiting().order_by("asked_at", "pk")
    decided = rows.exclude(status=RenamingStatus.WAITING).order_by("-decided_at", "-pk")
    context = {
        "nav": "desk",
        "waiting": waiting,
        "page": Paginator(decided, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "members/desk_renamings.html", context)


@require_safe
@admins_only
def renaming_waiting(request: MemberRequest, pk: int) -> HttpResponse:
    """One change of name."""
    return _page(request, _renaming(pk), ReasonForm())


@require_POST
@admins_only
def renaming_allow(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the organization take the name."""
    asked = _renaming(pk)
    try:
        renamed = renaming.allow_renaming(asked, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:renamings")
    messages.success(request, _("It is called %(name)s now.") % {"name": renamed})
    return redirect("members:renamings")


@require_POST
@admins_only
def renaming_decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Turn the change of name down, for a reason that its representatives read."""
    asked = _renaming(pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            renaming.decline_renaming(asked, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The new name is declined."))
            return redirect("members:renamings")
    return _page(request, asked, form)


@admins_only
def rename_member(request: MemberRequest, slug: str) -> HttpResponse:
    """Give an organization another name; an admin's choice waits for nobody."""
    organization = get_object_or_404(Organization.objects.listed(), slug=slug)
    form = RenameForm(request.POST or None, initial={"name": organization.name})
    if request.method == "POST" and form.is_valid():
        try:
            renaming.rename(organization, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is called %(name)s now.") % {"name": organization})
            return redirect(organization)
    context = {"nav": "desk", "organization": organization, "form": form}
    return render(request, "members/desk_rename.html", context, status=422 if form.errors else 200)


@admins_only
@fresh_sign_in
def merge(request: MemberRequest, slug: str) -> HttpResponse:
    """Make an organization part of another."""
    organization = get_object_or_404(Organization.objects.listed(), slug=slug)
    form = MergeForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            merging.merge(organization, into=into, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(old)s is part of %(new)s now.") % {"old": organization, "new": into})
            return redirect(into)
    commitments = departing.open_commitments(organization)
    context = {
        "nav": "desk",
        "organization": organization,
        "form": form,
        "people": organization.memberships.active().count(),
        "commitments": len(commitments),
        "postings": len(departing.open_postings(organization)),
    }
    return render(request, "members/desk_merge.html", context, status=422 if form.errors else 200)


def _renaming(pk: int) -> Renaming:
    return get_object_or_404(Renaming.objects.select_related("organization", "asked_by", "decided_by"), pk=pk)


def _page(request: HttpRequest, asked: Renaming, form: ReasonForm) -> HttpResponse:
    context = {
        "nav": "desk",
        "renaming": asked,
        "form": form,
        "waits": asked.status == RenamingStatus.WAITING,
    }
    return render(request, "members/desk_renaming.html", context, status=422 if form.errors else 200)
