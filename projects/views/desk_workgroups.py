"""Workgroups on the admins' desk: set one up, describe it anew, name its leads, close it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from coalition.shared.errors import DomainError
from coalition.shared.forms import PlainText, show_refusal
from members.acting import MemberRequest, admins_only
from projects.founding import close_workgroup, describe_workgroup, found_workgroup, reopen_workgroup
from projects.models import Workgroup, WorkgroupMembership
from projects.workgroups import set_lead

PER_PAGE = 50


class WorkgroupForm(forms.Form):
    """What a workgroup is called, and what it is to do."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    charge = PlainText(
        label=gettext_lazy("Charge"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What it is to do, in a sentence or two."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def desk_workgroups(request: MemberRequest) -> HttpResponse:
    """All workgroups, also those at rest; the form sets up another."""
    form = WorkgroupForm(request.POST) if request.method == "POST" else WorkgroupForm()
    if request.method == "POST" and form.is_valid():
        try:
            workgroup = found_workgroup(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is set up. Members can join it now.") % {"name": workgroup})
            return redirect("projects:desk_workgroup", slug=workgroup.slug)
    everybody = WorkgroupMembership.objects.filter(workgroup=OuterRef("pk"))
    groups = Workgroup.objects.order_by("-is_active", "position", "name").annotate(
        people=_number(everybody), leads=_number(everybody.filter(is_lead=True))
    )
    context = {"nav": "desk", "form": form, "page": Paginator(groups, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "projects/desk_workgroups.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def desk_workgroup(request: MemberRequest, slug: str) -> HttpResponse:
    """One workgroup: its name and charge to change, its people with the leads first."""
    workgroup = get_object_or_404(Workgroup, slug=slug)
    said = {"name": workgroup.name, "charge": workgroup.charge}
    form = WorkgroupForm(request.POST) if request.method == "POST" else WorkgroupForm(initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            describe_workgroup(workgroup, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
            workgroup.refresh_from_db()  # the head of the page tells how things stand
        else:
            messages.success(request, _("Saved."))
            return redirect("projects:desk_workgroup", slug=slug)
    people = workgroup.memberships.select_related("person").order_by("-is_lead", "person__name", "pk")
    if words := request.GET.get("q", "").strip():
        people = people.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words))
    context = {
        "nav": "desk",
        "workgroup": workgroup,
        "form": form,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "q": words,
    }
    return render(request, "projects/desk_workgroup.html", context, status=422 if form.errors else 200)


@require_POST
@admins_only
def desk_workgroup_close(request: MemberRequest, slug: str) -> HttpResponse:
    """Close it; the message offers to open it again."""
    undo = reverse("projects:desk_workgroup_reopen", args=[slug])
    told = _("%(name)s is closed. What it did stays readable.")
    return _move(request, slug, verb=close_workgroup, told=told, undo=undo)


@require_POST
@admins_only
def desk_workgroup_reopen(request: MemberRequest, slug: str) -> HttpResponse:
    """Open it again."""
    return _move(request, slug, verb=reopen_workgroup, told=_("%(name)s goes on."))


@require_POST
@admins_only
def desk_workgroup_lead(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Make somebody who takes part a lead, or let a lead be one no longer."""
    membership = get_object_or_404(
        WorkgroupMembership.objects.select_related("workgroup", "person"), workgroup__slug=slug, pk=pk
    )
    is_lead = request.POST.get("lead") == "yes"
    set_lead(membership, actor=request.user, is_lead=is_lead)
    told = _("%(name)s is a lead now.") if is_lead else _("%(name)s is a lead no longer.")
    messages.success(request, told % {"name": membership.person})
    return redirect("projects:desk_workgroup", slug=slug)


def _number(rows: QuerySet[WorkgroupMembership]) -> Coalesce:
    """How many, counted for the workgroups of the page only."""
    counted = rows.order_by().values("workgroup").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _move(
    request: MemberRequest, slug: str, *, verb: Callable[..., Workgroup], told: str, undo: str = ""
) -> HttpResponse:
    workgroup = verb(get_object_or_404(Workgroup, slug=slug), actor=request.user)
    messages.success(request, told % {"name": workgroup}, extra_tags=f"undo:{undo}" if undo else "")
    return redirect("projects:desk_workgroup", slug=slug)
