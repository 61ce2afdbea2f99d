"""The first floor in Django's admin: workgroups are managed here; plans are looked at, and closed or reopened."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coalition.shared.errors import DomainError
from members.acting import PersonRequest
from projects.models import Milestone, Partner, Project, Workgroup, WorkgroupMembership
from projects.status import change_status
from projects.workgroups import leave_workgroup, set_lead

PER_PAGE = 50


class LookedAt:
    """Rows that verbs write: the admin shows them and offers actions, and nothing else changes them."""

    def has_add_permission(self, request: HttpRequest, *parent: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReasonForm(ActionForm):
    """Beside the action: why."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, required=False)


class Doing(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    """Actions that hand each chosen row to a verb."""

    def each(self, request: HttpRequest, rows: "QuerySet[Any]", do: Callable[[Any], object]) -> None:
        """Do it to each row; say how many were done, and for each other one why not."""
        done = 0
        for row in rows:
            try:
                do(row)
                done += 1
            except DomainError as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.ERROR)
        if done:
            self.message_user(request, ngettext("%d row was changed.", "%d rows were changed.", done) % done)


class MembershipInline(LookedAt, admin.TabularInline):  # type: ignore[type-arg]  # takes none at run time
    model = WorkgroupMembership
    fields = ["person", "is_lead", "joined_at"]
    readonly_fields = ["joined_at"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkgroupMembership]:
        return super().get_queryset(request).select_related("person")


class PartnerInline(LookedAt, admin.TabularInline):  # type: ignore[type-arg]  # takes none at run time
    model = Partner
    fields = ["organization", "status", "asked_at", "answered_at"]
    readonly_fields = ["status", "asked_at", "answered_at"]
    extra = 0


class MilestoneInline(LookedAt, admin.TabularInline):  # type: ignore[type-arg]  # takes none at run time
    model = Milestone
    fields = ["due_on", "title", "organization", "status", "progress"]
    extra = 0


@admin.register(Workgroup)
class WorkgroupAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    list_display = ["name", "people", "position", "is_active"]
    list_editable = ["position"]
    list_filter = ["is_active"]
    search_fields = ["name", "charge"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workgroup]:
        groups: QuerySet[Workgroup] = super().get_queryset(request)
        return groups.annotate(number=models.Count("memberships"))

    @admin.display(description=_("people"), ordering="number")
    def people(self, group: Any) -> int:
        """How many have joined."""
        number: int = group.number
        return number

    def get_prepopulated_fields(self, request: HttpRequest, obj: Workgroup | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Workgroup | None = None) -> list[str]:
        """People follow a workgroup under its address, so that stays."""
        return ["slug"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Workgroup | None = None) -> bool:
        """A workgroup that has done its work is made inactive; what it did stays readable."""
        return False


@admin.register(WorkgroupMembership)
class WorkgroupMembershipAdmin(LookedAt, Doing):
    list_display = ["person", "workgroup", "is_lead", "joined_at"]
    list_filter = ["is_lead", "workgroup"]
    list_select_related = ["person", "workgroup"]
    list_per_page = PER_PAGE
    search_fields = ["person__name", "person__email", "workgroup__name"]
    actions = ["name_lead", "release_lead", "remove"]

    @admin.action(description=_("Name a lead"))
    def name_lead(self, request: PersonRequest, rows: QuerySet[WorkgroupMembership]) -> None:
        """Make the chosen people leads of their workgroups."""
        self.each(request, rows, lambda row: set_lead(row, actor=request.user, is_lead=True))

    @admin.action(description=_("Release as lead"))
    def release_lead(self, request: PersonRequest, rows: QuerySet[WorkgroupMembership]) -> None:
        """Let the chosen people be leads no longer."""
        self.each(request, rows, lambda row: set_lead(row, actor=request.user, is_lead=False))

    @admin.action(description=_("Take out of the workgroup"))
    def remove(self, request: HttpRequest, rows: QuerySet[WorkgroupMembership]) -> None:
        """Let the chosen people leave."""
        self.each(request, rows, lambda row: leave_workgroup(row.workgroup, person=row.person))


@admin.register(Project)
class ProjectAdmin(LookedAt, Doing):
    list_display = ["title", "organization", "workgroup", "status", "posted_at", "version"]
    list_filter = ["status", "workgroup"]
    list_select_related = ["organization", "workgroup"]
    list_per_page = PER_PAGE
    search_fields = ["title", "organization__name"]
    date_hierarchy = "posted_at"
    action_form = ReasonForm
    actions = ["close", "reopen"]
    inlines = [MilestoneInline, PartnerInline]

    @admin.action(description=_("Close, with the reason"))
    def close(self, request: PersonRequest, rows: QuerySet[Project]) -> None:
        """Close the chosen projects for the reason given beside the action."""
        self._move(request, rows, "closed")

    @admin.action(description=_("Make active again"))
    def reopen(self, request: PersonRequest, rows: QuerySet[Project]) -> None:
        """Make the chosen projects active."""
        self._move(request, rows, "active")

    def _move(self, request: PersonRequest, rows: QuerySet[Project], status: str) -> None:
        reason = request.POST.get("reason", "")
        self.each(request, rows, lambda row: change_status(row, actor=request.user, status=status, reason=reason))


@admin.register(Partner)
class PartnerAdmin(LookedAt, admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    list_display = ["organization", "project", "status", "asked_at", "answered_at"]
    list_filter = ["status"]
    list_select_related = ["organization", "project"]
    list_per_page = PER_PAGE
    search_fields = ["organization__name", "project__title"]


@admin.register(Milestone)
class MilestoneAdmin(LookedAt, admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    list_display = ["title", "project", "organization", "due_on", "status", "progress"]
    list_filter = ["status", "due_on"]
    list_select_related = ["organization", "project"]
    list_per_page = PER_PAGE
    search_fields = ["title", "project__title", "organization__name"]
