"""The list of gaps, for coordinators."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coalition.shared.paging import CappedPaginator
from members.acting import MemberRequest, coordinators_only
from resources.gaps import gaps, told

PER_PAGE = 25


@require_safe
@coordinators_only
def gap_list(request: MemberRequest) -> HttpResponse:
    """Critical requests that no plan covers, with the reasons and the next step."""
    page = CappedPaginator(gaps(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"nav": "board", "page": page, "gaps": [told(each) for each in page]}
    return render(request, "resources/gap_list.html", context)
