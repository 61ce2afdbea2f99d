"""The first floor in Django's admin: workgroups are managed here; plans are looked at, closed and reopened."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, ask_reason, do_with_each, reason_given
from members.acting import PersonRequest
from members.models import Person
from projects.founding import close_workgroup, describe_workgroup, found_workgroup, reopen_workgroup
from projects.models import (
    Dependency,
    HeldUp,
    Highlights,
    Milestone,
    Owner,
    Partner,
    PlanVersion,
    PrivateAddress,
    Project,
    Workgroup,
    WorkgroupMembership,
)
from projects.owning import release_owner
from projects.status import change_status
from projects.workgroups import leave_workgroup, set_lead


class PeopleOfWorkgroup(KeptInline[WorkgroupMembership]):
    model = WorkgroupMembership
    fields = ["person", "is_lead", "joined_at"]
    readonly_fields = ["joined_at"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WorkgroupMembership]":
        rows: QuerySet[WorkgroupMembership] = super().get_queryset(request)
        return rows.select_related("person", "workgroup")


class PartnersOfProject(KeptInline[Partner]):
    model = Partner
    fields = ["organization", "status", "asked_at", "answered_at"]
    readonly_fields = ["status", "asked_at", "answered_at"]


class MilestonesOfProject(KeptInline[Milestone]):
    model = Milestone
    fields = ["due_on", "title", "organization", "status", "progress"]


class OwnersOfProject(KeptInline[Owner]):
    model = Owner
    fields = ["person", "since"]
    readonly_fields = ["since"]


@admin.register(Workgroup)
class WorkgroupAdmin(admin.ModelAdmin[Workgroup]):
    """Set up and described here; people join by themselves."""

    list_display = ["name", "people", "position", "is_active"]
    list_editable = ["position"]
    list_filter = ["is_active"]
    search_fields = ["name", "charge"]
    readonly_fields = ["slug"]  # made from the first name; people follow a workgroup under its address, so it stays
    inlines = [PeopleOfWorkgroup]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Workgroup]":
        groups: QuerySet[Workgroup] = super().get_queryset(request)
        return groups.annotate(number=models.Count("memberships"))

    @admin.display(description=_("people"), ordering="number")
    def people(self, group: Any) -> int:
        """How many have joined."""
        number: int = group.number
        return number

    def save_model(  # noqa: PLR0917  # as Django calls it
        self, request: HttpRequest, obj: Workgroup, form: Any, change: bool
    ) -> None:
        """Through the verbs, which record it; the order of the list is nobody's state."""
        actor = cast(Person, request.user)
        if change:
            kept = Workgroup.objects.get(pk=obj.pk)
            describe_workgroup(kept, actor=actor, name=obj.name, charge=obj.charge)
        else:
            kept = found_workgroup(actor=actor, name=obj.name, charge=obj.charge)
            obj.pk, obj.slug = kept.pk, kept.slug
        (reopen_workgroup if obj.is_active else close_workgroup)(kept, actor=actor)
        Workgroup.objects.filter(pk=kept.pk).update(position=obj.position)

    def has_delete_permission(self, request: HttpRequest, obj: Workgroup | None = None) -> bool:
        """A workgroup that has done its work is made inactive; what it did stays readable."""
        return False


@admin.register(WorkgroupMembership)
class WorkgroupMembershipAdmin(KeptAsWritten[WorkgroupMembership]):
    list_display = ["person", "workgroup", "is_lead", "joined_at"]
    list_filter = ["is_lead", "workgroup"]
    list_select_related = ["person", "workgroup"]
    search_fields = ["person__name", "person__email", "workgroup__name"]
    actions = ["name_lead", "release_lead", "take_out"]

    @admin.action(description=_("Name a lead"))
    def name_lead(self, request: PersonRequest, rows: "QuerySet[WorkgroupMembership]") -> None:
        """Make the chosen people leads of their workgroups."""
        do_with_each(request, rows, lambda row: set_lead(row, actor=request.user, is_lead=True))

    @admin.action(description=_("Release as lead"))
    def release_lead(self, request: PersonRequest, rows: "QuerySet[WorkgroupMembership]") -> None:
        """Let the chosen people be leads no longer."""
        do_with_each(request, rows, lambda row: set_lead(row, actor=request.user, is_lead=False))

    @admin.action(description=_("Take out of the workgroup"))
    def take_out(self, request: PersonRequest, rows: "QuerySet[WorkgroupMembership]") -> None:
        """Let the chosen people leave."""
        do_with_each(request, rows, lambda row: leave_workgroup(row.workgroup, person=row.person))


@admin.register(Project)
class ProjectAdmin(KeptAsWritten[Project]):
    list_display = ["title", "organization", "workgroup", "status", "owner_count", "posted_at", "version"]
    list_filter = ["status", "workgroup"]
    list_select_related = ["organization", "workgroup"]
    search_fields = ["title", "organization__name"]
    inlines = [OwnersOfProject, MilestonesOfProject, PartnersOfProject]
    actions = ["close", "reopen"]

    @admin.action(description=_("Close"))
    def close(self, request: PersonRequest, rows: "QuerySet[Project]") -> TemplateResponse | None:
        """Ask why, then close the chosen projects."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Close these projects"), action="close")
        do_with_each(request, rows, lambda row: change_status(row, actor=request.user, status="closed", reason=reason))
        return None

    @admin.action(description=_("Make active again"))
    def reopen(self, request: PersonRequest, rows: "QuerySet[Project]") -> None:
        """Make the chosen projects active."""
        do_with_each(request, rows, lambda row: change_status(row, actor=request.user, status="active"))


@admin.register(Owner)
class OwnerAdmin(KeptAsWritten[Owner]):
    list_display = ["person", "project", "since"]
    list_select_related = ["person", "project"]
    search_fields = ["person__name", "project__title"]
    actions = ["take_away"]

    @admin.action(description=_("Let them own the project no longer"))
    def take_away(self, request: PersonRequest, rows: "QuerySet[Owner]") -> None:
        """Let the chosen people own the projects no longer."""
        do_with_each(request, rows, lambda row: release_owner(row, actor=request.user))


@admin.register(Highlights)
class HighlightsAdmin(KeptAsWritten[Highlights]):
    list_display = ["workgroup", "week", "sent_by", "sent_at"]
    list_select_related = ["workgroup", "sent_by"]
    list_filter = ["workgroup"]
    search_fields = ["workgroup__name"]


@admin.register(PlanVersion)
class PlanVersionAdmin(KeptAsWritten[PlanVersion]):
    list_display = ["project", "number", "author", "organization", "note", "written_at"]
    list_select_related = ["project", "author", "organization"]
    search_fields = ["project__title", "author__name"]
    ordering = ["-pk"]


@admin.register(Partner)
class PartnerAdmin(KeptAsWritten[Partner]):
    list_display = ["organization", "project", "status", "asked_at", "answered_at"]
    list_filter = ["status"]
    list_select_related = ["organization", "project"]
    search_fields = ["organization__name", "project__title"]


@admin.register(Milestone)
class MilestoneAdmin(KeptAsWritten[Milestone]):
    list_display = ["title", "project", "organization", "starts_on", "due_on", "first_due_on", "status", "progress"]
    list_filter = ["status", "due_on"]
    list_select_related = ["organization", "project"]
    search_fields = ["title", "project__title", "organization__name"]


@admin.register(Dependency)
class DependencyAdmin(KeptAsWritten[Dependency]):
    list_display = ["milestone", "waits_for", "added_at"]
    list_select_related = ["milestone", "waits_for"]
    search_fields = ["milestone__title", "waits_for__title"]
    ordering = ["-added_at", "-pk"]


@admin.register(HeldUp)
class HeldUpAdmin(KeptAsWritten[HeldUp]):
    """Of whom was told what when; written by the verbs alone."""

    list_display = ["milestone", "due_on", "cause", "cause_due_on", "told_at"]
    list_select_related = ["milestone", "cause"]
    ordering = ["-told_at", "-pk"]


@admin.register(PrivateAddress)
class PrivateAddressAdmin(KeptAsWritten[PrivateAddress]):
    """Who reads at private addresses; the address itself is shown to its person only."""

    list_display = ["person", "kind", "project", "workgroup", "created_at", "last_read_at", "revoked_at"]
    list_select_related = ["person", "project", "workgroup"]
    list_filter = ["kind"]
    search_fields = ["person__name", "person__email"]
    exclude = ["nonce", "fingerprint"]


from projects import posts_admin  # noqa: E402, F401  # updates, deliverables and their files
