"""The directory of member organizations."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coalition.shared.paging import CappedPaginator
from coalition.shared.sheets import csv_response
from members import admission, directory, facets, permissions, profile
from members.acting import MemberRequest, members_only
from members.models import Activity, FormerName, Organization

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
    """One organization: what it is, brings and needs, what it takes part in, and what happened around it.

    A former address leads to the present one, and that of an organization that was merged to what it became.
    """
    shown = Organization.objects.visible_to(request.user).filter(slug=slug).select_related("merged_into").first()
    if shown is None or shown.merged_into:
        return redirect(_moved_to(request, slug, shown))
    told = Activity.objects.visible_to(request.user).about(shown.topic).select_related("actor", "organization")
    context = {
        "nav": "members",
        "organization": shown,
        "page": Paginator(told, ACTIVITY_PER_PAGE).get_page(request.GET.get("page")),
        "parts": profile.parts_for(shown, request.user),
        "acceptance": admission.accepted_charter(shown),
        "former_names": shown.former_names.all(),
        "merged": shown.merged.all(),
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


def _moved_to(request: MemberRequest, slug: str, merged: Organization | None) -> Organization:
    """What has become of the organization at this address. Raises Http404 where the reader may see nothing of it."""
    visible = Organization.objects.visible_to(request.user)
    if merged is None:
        former = FormerName.objects.filter(slug=slug).order_by("-until", "-pk").first()
        found = visible.filter(pk=former.organization_id).first() if former else None
    else:
        found = visible.filter(merged=merged).first()
    if found is None:
        raise Http404
    return found
