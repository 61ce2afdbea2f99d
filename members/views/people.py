"""The people of the organization acted for, what its representatives do with them, and whom I act for."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.forms import show_refusal
from coalition.shared.http import back, refuse
from members import people as verbs
from members import permissions
from members.acting import ManagerRequest, PersonRequest, managers_only, people_only, signed_in
from members.middleware import SESSION_KEY
from members.models import Invitation, InvitationStatus, JoinRequest, Membership, Organization, Role
from members.people_forms import LeaveForm

PER_PAGE = 25


@require_safe
@people_only
def people(request: ManagerRequest) -> HttpResponse:
    """The people of the organization acted for; its representatives find the acts beside them."""
    organization = request.acting.organization
    seen = Max("person__usersession__last_seen_at")
    rows = organization.memberships.active().select_related("person").annotate(seen_at=seen)
    rows = rows.order_by("person__name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_manage = permissions.can_represent(request.user, organization)
    context = {
        **frame(request, "people", people=page.paginator.count),
        "page": page,
        "roles": [role for role in reversed(Role) if may_manage],
    }
    return render(request, "members/people.html", context)


@require_safe
@managers_only
def invitations(request: ManagerRequest) -> HttpResponse:
    """The invitations of the organization acted for: those that can be accepted, and what came of the others."""
    closed = request.GET.get("view") == "closed"
    rows = Invitation.objects.filter(organization=request.acting.organization_id).select_related("invited_by")
    rows = rows.exclude(status=InvitationStatus.OPEN) if closed else rows.filter(status=InvitationStatus.OPEN)
    page = Paginator(rows.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {**frame(request, "invitations"), "page": page, "closed": closed}
    return render(request, "members/people/invitations.html", context)


@require_safe
@managers_only
def join_requests(request: ManagerRequest) -> HttpResponse:
    """Who asks to join the organization acted for, the longest waiting first."""
    rows = JoinRequest.objects.open().filter(organization=request.acting.organization_id).select_related("person")
    page = Paginator(rows.order_by("asked_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {**frame(request, "requests"), "page": page}
    return render(request, "members/people/join_requests.html", context)


@require_POST
@managers_only
def person_role(request: ManagerRequest, pk: int) -> HttpResponse:
    """Give somebody another role; the message takes it back."""
    membership = _membership(request, pk)
    before = membership.role
    role = request.POST.get("role") or request.GET.get("back", "")
    try:
        verbs.change_role(membership.organization, person=membership.person, role=role, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:people")
    undo = f"{reverse('members:person_role', args=[pk])}?back={before}"
    said = _("%(name)s is a %(role)s now.") % {"name": membership.person, "role": Role(role).label.lower()}
    takes_back = membership.person_id != request.user.pk and role != before
    messages.success(request, said, extra_tags=f"undo:{undo}" if takes_back else "")
    return redirect("members:people")


@require_POST
@managers_only
def person_remove(request: ManagerRequest, pk: int) -> HttpResponse:
    """Remove somebody; the message takes it back. Who removes themselves is asked once more."""
    membership = _membership(request, pk)
    if membership.person_id == request.user.pk:
        return redirect("members:people_leave")
    try:
        verbs.leave(membership.organization, person=membership.person, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:people")
    undo = reverse("members:person_restore", args=[pk])
    said = _("%(name)s no longer belongs to your organization.") % {"name": membership.person}
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return redirect("members:people")


@require_POST
@managers_only
def person_restore(request: ManagerRequest, pk: int) -> HttpResponse:
    """Take back a removal of a moment ago."""
    rows = Membership.objects.select_related("person", "organization")
    ended = get_object_or_404(rows, pk=pk, organization=request.acting.organization_id, ended_at__isnull=False)
    try:
        verbs.undo_removal(ended, actor=request.user)
    except DomainError as refusal:
        return refuse(request, refusal, "members:people")
    messages.success(request, _("%(name)s belongs to your organization again.") % {"name": ended.person})
    return redirect("members:people")


@require_http_methods(["GET", "HEAD", "POST"])
@people_only
def leave(request: ManagerRequest) -> HttpResponse:
    """Leave the organization acted for, or step back in it; the last representative names a successor with it."""
    membership = request.acting
    is_last = verbs.is_last_representative(membership)
    form = LeaveForm(request.POST if request.method == "POST" else None, membership=membership, is_last=is_last)
    if request.method == "POST" and form.is_valid():
        try:
            return _leave(request, form)
        except DomainError as refusal:
            show_refusal(form, refusal)
    context = {"nav": "members", "form": form, "organization": membership.organization, "is_last": is_last}
    return render(request, "members/people/leave.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def switch(request: PersonRequest) -> HttpResponse:
    """Act for another of one's organizations from now on."""
    wanted = request.POST.get("organization", "")
    chosen = next((m for m in request.user.active_memberships if str(m.organization_id) == wanted), None)
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.organization_id
    messages.success(request, _("You act for %(name)s now.") % {"name": chosen.organization})
    return back(request, "home")


def frame(request: ManagerRequest, current: str, *, people: int | None = None) -> dict[str, Any]:
    """What the lists about people share: whose they are, and for representatives the tabs between them."""
    organization = request.acting.organization
    context = {"nav": "members", "organization": organization, "may_manage": False}
    if not permissions.can_represent(request.user, organization):
        return context
    counts = {
        "people": people if people is not None else organization.memberships.active().count(),
        "invitations": organization.invitations.filter(status=InvitationStatus.OPEN).count(),
        "requests": organization.join_requests.open().count(),
    }
    names = {"people": _("People"), "invitations": _("Invitations"), "requests": _("Requests to join")}
    urls = {"people": "people", "invitations": "invitations", "requests": "join_requests"}
    tabs = [
        {
            "label": names[key],
            "url": reverse(f"members:{urls[key]}"),
            "count": counts[key],
            "current": key == current,
        }
        for key in names
    ]
    return {**context, "may_manage": True, "tabs": tabs}


def _membership(request: ManagerRequest, pk: int) -> Membership:
    """An active membership in the organization acted for; whatever else is asked for is not there."""
    rows = Membership.objects.active().select_related("person", "organization")
    return get_object_or_404(rows, pk=pk, organization=request.acting.organization_id)


def _leave(request: ManagerRequest, form: LeaveForm) -> HttpResponse:
    """Do what the form says, in one step with naming a successor if it names one."""
    person, organization = request.user, Organization.objects.get(pk=request.acting.organization_id)
    role = form.cleaned_data["then"] or None
    successor = form.cleaned_data.get("successor")
    if successor:
        verbs.hand_over(organization, person=person, successor=successor, role=role, actor=person)
    elif role:
        verbs.change_role(organization, person=person, role=role, actor=person)
    else:
        verbs.leave(organization, person=person, actor=person)
    if role:
        label = Role(role).label.lower()
        messages.success(request, _("You are a %(role)s of %(name)s now.") % {"role": label, "name": organization})
        return redirect("members:people")
    messages.success(request, _("You no longer belong to %(name)s.") % {"name": organization})
    return redirect("home")
