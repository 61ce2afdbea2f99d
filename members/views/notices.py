"""What waits for me."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared import clock
from coalition.shared.http import back
from members import notices as desk
from members.acting import PersonRequest, signed_in
from members.models import Notice, NoticeStatus

PER_PAGE = 25


@require_safe
@signed_in
def notices(request: PersonRequest) -> HttpResponse:
    """What is open, the nearest deadline first; with `?view=done` what is done, the latest first."""
    done = request.GET.get("view") == "done"
    mine = Notice.objects.filter(person=request.user)
    waiting = mine.open().order_by(F("due_at").asc(nulls_last=True), "-must_act", "-created_at", "-pk")
    rows = mine.filter(status=NoticeStatus.DONE).order_by("-closed_at", "-pk") if done else waiting
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("members:notices")
    tabs = [
        {"label": _("Open"), "url": here, "count": waiting.count(), "current": not done},
        {"label": _("Done"), "url": f"{here}?view=done", "current": done},
    ]
    return render(request, "members/notices.html", {"page": page, "tabs": tabs, "done": done, "now": clock.now()})


@require_POST
@signed_in
def notice_done(request: PersonRequest, pk: int) -> HttpResponse:
    """Put one of my notices away; the message offers to take that back."""
    notice = get_object_or_404(Notice, pk=pk, person=request.user)
    if desk.put_away(notice):
        undo = reverse("members:notice_reopen", args=[pk])
        messages.success(request, _("Put away: %(notice)s") % {"notice": notice}, extra_tags=f"undo:{undo}")
    return back(request, "members:notices")


@require_POST
@signed_in
def notice_reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Have a notice that I put away before me again."""
    desk.take_back(get_object_or_404(Notice, pk=pk, person=request.user))
    return back(request, "members:notices")
