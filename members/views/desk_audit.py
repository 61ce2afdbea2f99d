"""The audit trail on the admins' desk."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coalition.shared.sheets import csv_response
from members import trail
from members.acting import MemberRequest, admins_only
from members.models import AuditCheck


@require_safe
@admins_only
def desk_audit(request: MemberRequest) -> HttpResponse:
    """Who changed what, from what to what, the latest first; and whether the chains held at the last check."""
    form = trail.TrailForm(request.GET)
    leaf = trail.leaf(trail.found(form), request.GET.get("older"))
    trail.tell_changes(leaf.entries)
    context = {
        "nav": "desk",
        "form": form,
        "leaf": leaf,
        "is_first": "older" not in request.GET,
        "check": AuditCheck.objects.first(),
    }
    return render(request, "members/desk/audit.html", context)


@require_safe
@admins_only
def desk_audit_table(request: MemberRequest) -> HttpResponseBase:
    """The same entries as CSV, all of them."""
    return csv_response("audit-trail.csv", trail.COLUMNS, trail.table(trail.found(trail.TrailForm(request.GET))))
