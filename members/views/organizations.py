"""The directory of member organizations."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coalition.shared.paging import CappedPaginator
from coalition.shared.sheets import csv_response
from members import admission, directory, facets, permissions, profile
from members.acting import MemberRequest, members_only
from members.models import Activity, Organization

PER_PAGE = 24  # fills rows of two and of three
ACTIVITY_PER_PAGE = 20


@require_safe
@members_only
def organization_list(request: MemberRequest) -> HttpResponse:
    """Members by name, kind, state, and whatever the floors above let them be found by."""
    search = directory.Search(request.GET, reader=request.user)
    page = CappedPaginator(search.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "members",
        "search": search,
        "form": search.form,
        "page": page,
        "facets": facets.registered(),
        "ways_out": [] if page.object_list else search.ways_out(),
    }
    part = "rows" if request.htmx else "list"
    return render(request, f"members/organization_{part}.html", context)


@require_safe
@members_only
def organization_table(request: MemberRequest) -> HttpResponseBase:
    """The same as CSV, all of it."""
    search = directory.Search(request.GET, reader=request.user)
    return csv_response("organizations.csv", directory.HEADINGS, directory.table(search.rows))


@require_safe
@members_only
def organization(request: MemberRequest, slug: str) -> HttpResponse:
    """One organization: what it is, brings and needs, what it takes part in, and what happened around it."""
    shown = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    told = Activity.objects.visible_to(request.user).about(shown.topic).select_related("actor", "organization")
    context = {
        "nav": "members",
        "organization": shown,
        "page": Paginator(told, ACTIVITY_PER_PAGE).get_page(request.GET.get("page")),
        "parts": profile.parts_for(shown, request.user),
        "acceptance": admission.accepted_charter(shown),
        "is_own": permissions.membership_in(request.user, shown) is not None,
        "contacts": shown.contacts.all(),
        "can_edit_contacts": bool(
            request.acting
            and request.acting.organization_id == shown.pk
            and permissions.can_edit_contacts(request.user, shown)
        ),
        "can_administer": permissions.can_administer(request.user),
    }
    return render(request, "members/organization.html", context)
