"""The directory of member organizations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members import admission, permissions
from members.acting import MemberRequest, members_only
from members.forms import DirectoryForm
from members.models import Activity, Organization
from members.models.organization import OrganizationQuerySet

PER_PAGE = 24  # fills rows of two and of three
ACTIVITY_PER_PAGE = 20


@require_safe
@members_only
def organization_list(request: MemberRequest) -> HttpResponse:
    """Members by name, kind and state."""
    form = DirectoryForm(request.GET or None)
    rows = _filtered(Organization.objects.visible_to(request.user).listed(), form)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"nav": "members", "form": form, "page": page, "filtered": bool(request.GET.keys() - {"page"})}
    return render(request, "members/organization_list.html", context)


@require_safe
@members_only
def organization(request: MemberRequest, slug: str) -> HttpResponse:
    """One organization: what it is, brings and needs, and what happened around it."""
    shown = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    told = Activity.objects.visible_to(request.user).about(shown.topic).select_related("actor", "organization")
    context = {
        "nav": "members",
        "organization": shown,
        "page": Paginator(told, ACTIVITY_PER_PAGE).get_page(request.GET.get("page")),
        "acceptance": admission.accepted_charter(shown),
        "is_own": permissions.membership_in(request.user, shown) is not None,
        "can_administer": permissions.can_administer(request.user),
    }
    return render(request, "members/organization.html", context)


def _filtered(rows: OrganizationQuerySet, form: DirectoryForm) -> OrganizationQuerySet:
    """What cannot be read as a filter filters nothing; the form says so."""
    if not form.is_bound:
        return rows
    form.is_valid()
    wanted = form.cleaned_data
    if wanted.get("q"):
        rows = rows.named(wanted["q"])
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    return rows
