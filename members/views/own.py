"""The organization's own pages, for its people: how it stands, what it says of itself, its name, its leaving."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition.shared.errors import Conflict, DomainError, NotAllowed
from coalition.shared.forms import show_refusal
from members import admission, confirming, departing, describing, overdue, permissions, renaming, standing
from members.acting import PersonRequest, WriterRequest, belonging_only
from members.fresh import fresh_sign_in
from members.membership_forms import LeaveForm, MemberForm, RenameForm
from members.models import Organization

MOST_SHOWN = 50  # of a list that one goes through by eye


@require_safe
@belonging_only
def own(request: WriterRequest) -> HttpResponse:
    """How the organization acted for stands, and the way to everything that its people do about it."""
    organization = request.acting.organization
    context = {
        "nav": "members",
        "organization": organization,
        "membership": request.acting,
        "acceptance": admission.accepted_charter(organization),
        "former_names": organization.former_names.all(),
        "waiting": organization.renamings.waiting().first(),
        "represents": permissions.can_represent(request.user, organization),
        "asked_next": confirming.confirms_next(organization),
    }
    return render(request, "members/own.html", context)


@belonging_only
def edit(request: WriterRequest) -> HttpResponse:
    """Change what the organization says of itself."""
    organization = _written_for(request)
    fresh = Organization.objects.get(pk=organization.pk)  # for the form to write into
    form = MemberForm(request.POST or None, instance=fresh)
    if request.method == "POST" and form.is_valid():
        said = cast(describing.MemberDescription, form.cleaned_data)
        try:
            describing.describe_member(organization, actor=request.user, **said)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. Every member sees it."))
            return redirect("members:own")
    context = {"nav": "members", "organization": organization, "form": form}
    return render(request, "members/own_edit.html", context, status=422 if form.errors else 200)


@belonging_only
def rename(request: WriterRequest) -> HttpResponse:
    """Give the organization another name, or ask the admins for it."""
    organization = _written_for(request)
    form = RenameForm(request.POST or None, initial={"name": organization.name})
    if request.method == "POST" and form.is_valid():
        try:
            waits = renaming.rename(organization, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _renamed(organization, waits=waits is not None))
            return redirect("members:own")
    context = {
        "nav": "members",
        "organization": organization,
        "form": form,
        "waiting": organization.renamings.waiting().first(),
        "latest": organization.renamings.exclude(answer="").first(),
    }
    return render(request, "members/own_rename.html", context, status=422 if form.errors else 200)


@belonging_only
def confirm(request: WriterRequest) -> HttpResponse:
    """Say that the organization is still in, and that what is said of it is right."""
    organization = _asked(request)
    if not permissions.can_represent(request.user, organization):
        raise NotAllowed(_("Only a representative can confirm the membership."))
    if not organization.is_inside:
        raise Conflict(_("%(name)s is not a member now, so there is nothing to confirm.") % {"name": organization})
    if request.method == "POST":
        confirming.confirm_membership(organization, actor=request.user)
        messages.success(request, _("Thank you. %(name)s is confirmed as a member.") % {"name": organization})
        return redirect("members:own")
    context = {"nav": "members", "organization": organization}
    return render(request, "members/own_confirm.html", context)


@belonging_only
@fresh_sign_in
def leave(request: WriterRequest) -> HttpResponse:
    """Leave the coalition in three steps: what others count on, what is closed, the last word."""
    organization = _represented(request)
    commitments = departing.open_commitments(organization)
    form = LeaveForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid() and _leave(request, organization, form):
        messages.success(request, _("%(name)s has left the coalition. Thank you.") % {"name": organization})
        return redirect("members:application")
    postings = departing.open_postings(organization)
    context = {
        "nav": "members",
        "organization": organization,
        "commitments": commitments[:MOST_SHOWN],
        "more_commitments": max(0, len(commitments) - MOST_SHOWN),
        "blocked": any(commitment.blocks for commitment in commitments) and not request.user.is_admin,
        "postings": postings[:MOST_SHOWN],
        "more_postings": max(0, len(postings) - MOST_SHOWN),
        "form": form,
        "step": 3 if request.method == "POST" else _step(request),
    }
    return render(request, "members/own_leave.html", context, status=422 if form.errors else 200)


def _step(request: PersonRequest) -> int:
    asked = request.GET.get("step", "")
    return int(asked) if asked in {"2", "3"} else 1


def _leave(request: WriterRequest, organization: Organization, form: LeaveForm) -> bool:
    try:
        standing.leave_coalition(organization, actor=request.user, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _represented(request: WriterRequest) -> Organization:
    organization = request.acting.organization
    if not permissions.can_represent(request.user, organization):
        raise NotAllowed(_("Only the representatives of %(name)s do this.") % {"name": organization})
    return organization


def _written_for(request: WriterRequest) -> Organization:
    organization = _represented(request)
    if not permissions.can_write_for(request.user, organization):
        raise overdue.refusal(
            request.user, organization, otherwise=_("%(name)s cannot change anything now.") % {"name": organization}
        )
    return organization


def _asked(request: WriterRequest) -> Organization:
    """The organization that the letter named, among those that the person belongs to; else the one acted for."""
    named = request.POST.get("organization") or request.GET.get("organization") or ""
    for membership in request.user.active_memberships:
        if str(membership.organization_id) == named:
            return membership.organization
    return request.acting.organization


def _renamed(organization: Organization, *, waits: bool) -> str:
    if waits:
        return _("The new name is like that of another organization, so an admin looks at it first.")
    return _("You are called %(name)s now. The old address leads to the new one.") % {"name": organization}
