"""The people of my organization, and whom I act for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared.errors import NotAllowed
from coalition.shared.http import back
from members.acting import MemberRequest, PersonRequest, members_only, signed_in
from members.middleware import SESSION_KEY

PER_PAGE = 25


@require_safe
@members_only
def people(request: MemberRequest) -> HttpResponse:
    """The people of the organization acted for. Raises NotAllowed for those who act for none."""
    if request.acting is None:
        raise NotAllowed(_("You act for no organization, so there is nobody to show."))
    organization = request.acting.organization
    rows = organization.memberships.active().select_related("person").order_by("person__name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/people.html", {"nav": "members", "organization": organization, "page": page})


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
