"""The members on the admins' desk: the list with what can be done with many at once, and one with all that is known."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coalition.shared.errors import DomainError
from coalition.shared.paging import CappedPaginator
from coalition.shared.sheets import csv_response
from members import roster, trail
from members.acting import MemberRequest, admins_only
from members.models import AuditEntry, FormerName, Organization
from members.models.organization import LISTED

PER_PAGE = 50
PEOPLE_PER_PAGE = 50
ENTRIES_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def desk_members(request: MemberRequest) -> HttpResponse:
    """The list by its filters; a form sent acts on the chosen ones and comes back to the same list."""
    act_form = roster.ActForm(request.POST) if request.method == "POST" else roster.ActForm()
    if request.method == "POST" and act_form.is_valid():
        _act(request, act_form)
        return redirect(f"{reverse('members:desk_members')}?{request.GET.urlencode()}")
    form = roster.RosterForm(request.GET)
    context = {
        "nav": "desk",
        "form": form,
        "page": CappedPaginator(roster.found(form), PER_PAGE).get_page(request.GET.get("page")),
        "act_form": act_form,
        "acts": roster.ACTS.values(),
        "chosen": set(request.POST.getlist("chosen")),
    }
    return render(request, "members/desk/members.html", context, status=422 if act_form.errors else 200)


@require_safe
@admins_only
def desk_members_table(request: MemberRequest) -> HttpResponseBase:
    """The same organizations as CSV, all of them."""
    rows = roster.found(roster.RosterForm(request.GET))
    return csv_response("members.csv", roster.COLUMNS, roster.table(rows))


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def desk_member(request: MemberRequest, slug: str) -> HttpResponse:
    """One organization: its people, acceptances, applications and trail; a form sent acts on it.

    The address of a former name leads to the one of today.
    """
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        former = get_object_or_404(FormerName.objects.filter(slug=slug).order_by("-until", "-pk")[:1])
        return redirect("members:desk_member", slug=former.organization.slug)
    act_form = roster.ActForm(request.POST) if request.method == "POST" else roster.ActForm()
    if request.method == "POST" and act_form.is_valid():
        _act(request, act_form)
        return redirect("members:desk_member", slug=slug)
    rows = AuditEntry.objects.filter(topics__contains=[organization.topic])
    leaf = trail.leaf(trail.told(rows), request.GET.get("older"), per_page=ENTRIES_PER_PAGE)
    trail.tell_changes(leaf.entries)
    people = organization.memberships.select_related("person").order_by(F("ended_at").desc(nulls_first=True), "pk")
    context = {
        "nav": "desk",
        "organization": organization,
        "is_listed": organization.status in LISTED,
        "page": Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "acceptances": organization.acceptances.select_related("charter", "person")[:PEOPLE_PER_PAGE],
        "applications": organization.applications.select_related("applicant", "decided_by")[:PEOPLE_PER_PAGE],
        "leaf": leaf,
        "act_form": act_form,
        "acts": roster.possible(organization),
    }
    return render(request, "members/desk/member.html", context, status=422 if act_form.errors else 200)


def _act(request: MemberRequest, form: roster.ActForm) -> None:
    """Do the act with each chosen organization; say how often it was done, and each refusal in its own words."""
    act, done = roster.ACTS[form.cleaned_data["act"]], 0
    for organization in Organization.objects.filter(pk__in=form.cleaned_data["chosen"]).order_by("pk"):
        try:
            act.do(organization, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            messages.error(request, f"{organization}: {refusal}")
        else:
            done += 1
    if done:
        told = ngettext("%(n)d organization: %(done)s.", "%(n)d organizations: %(done)s.", done)
        messages.success(request, told % {"n": done, "done": act.done})
