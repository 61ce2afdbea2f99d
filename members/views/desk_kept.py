"""Words of money that were kept, on the admins' desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coalition.shared.paging import CappedPaginator
from members.acting import MemberRequest, admins_only
from members.models import KeptWording

PER_PAGE = 50


@require_safe
@admins_only
def desk_kept(request: MemberRequest) -> HttpResponse:
    """What members kept though it speaks of money, the latest first, with what they said about it."""
    rows = KeptWording.objects.select_related("organization", "person")
    page = CappedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/desk/kept.html", {"nav": "desk", "page": page})
