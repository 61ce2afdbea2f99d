"""Workgroups: the list, a workgroup's own page and people, joining and leaving."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.shared import clock
from members.acting import MemberRequest, members_only
from members.models import Activity, Membership
from projects import kinds, permissions
from projects.highlights import this_week
from projects.listing import overviews
from projects.models import Milestone, Project, Workgroup, WorkgroupMembership
from projects.models.workgroup import WorkgroupMembershipQuerySet
from projects.workgroups import join_workgroup, leave_workgroup

PER_PAGE = 25
AHEAD = timedelta(weeks=4)
SHOWN = 10  # rows of each part of a workgroup's page
COMING_AND_GOING = [kinds.WORKGROUP_JOINED.name, kinds.WORKGROUP_LEFT.name]  # the page shows who takes part


@require_safe
@members_only
def workgroup_list(request: MemberRequest) -> HttpResponse:
    """Every active workgroup, with how many take part and what is on."""
    groups = Workgroup.objects.visible_to(request.user).active()
    page = Paginator(groups, PER_PAGE).get_page(request.GET.get("page"))
    rows = overviews(page, request.user, today=clock.today())
    return render(request, "projects/workgroup_list.html", {"nav": "plans", "page": page, "rows": rows})


@require_safe
@members_only
def workgroup(request: MemberRequest, slug: str) -> HttpResponse:
    """A workgroup: what is due, its projects, what is new, who takes part."""
    group = get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
    due = Milestone.objects.waiting().filter(project__workgroup=group, due_on__lte=clock.today() + AHEAD)
    news = Activity.objects.visible_to(request.user).about(group.topic).exclude(kind__in=COMING_AND_GOING)
    newest = group.highlights.select_related("sent_by").first()
    still_to_write = newest is None or newest.week < this_week()
    context = {
        "nav": "plans",
        "group": group,
        "overview": overviews([group], request.user, today=clock.today())[0],
        "can_join": permissions.can_join_workgroup(request.user, group),
        "milestones": due.select_related("project", "organization").order_by("due_on", "pk")[:SHOWN],
        "projects": Project.objects.open().filter(workgroup=group).listed()[:SHOWN],
        "people": _people_of(group)[:SHOWN],
        "newest": newest,
        "own": group.memberships.filter(person=request.user).first(),
        "can_highlight": still_to_write and permissions.can_send_highlights(request.user, group),
        "news": news.select_related("actor", "organization")[:SHOWN],
        "today": clock.today(),
    }
    return render(request, "projects/workgroup.html", context)


@require_safe
@members_only
def workgroup_people(request: MemberRequest, slug: str) -> HttpResponse:
    """Everybody who takes part in the workgroup, leads first."""
    group = get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
    page = Paginator(_people_of(group), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/workgroup_people.html", {"nav": "plans", "group": group, "page": page})


@require_POST
@members_only
def workgroup_join(request: MemberRequest, slug: str) -> HttpResponse:
    """Take part in the workgroup."""
    group = get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
    join_workgroup(group, person=request.user)
    undo = reverse("projects:workgroup_leave", args=[slug])
    messages.success(
        request, _("You take part in %(name)s and follow it.") % {"name": group}, extra_tags=f"undo:{undo}"
    )
    return redirect(group)


@require_POST
@members_only
def workgroup_leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Take part no longer; the message offers the way back in."""
    group = get_object_or_404(Workgroup.objects.visible_to(request.user), slug=slug)
    if leave_workgroup(group, person=request.user):
        undo = reverse("projects:workgroup_join", args=[slug])
        tags = f"undo:{undo}" if group.is_active else ""
        messages.success(request, _("You left %(name)s.") % {"name": group}, extra_tags=tags)
    return redirect(group)


def _people_of(group: Workgroup) -> WorkgroupMembershipQuerySet:
    """Who takes part, each with `person.employers`, the memberships in admitted organizations."""
    employers = Prefetch(
        "person__memberships",
        queryset=Membership.objects.of_members().select_related("organization"),
        to_attr="employers",
    )
    rows = WorkgroupMembership.objects.current().filter(workgroup=group)
    return rows.select_related("person").prefetch_related(employers)
