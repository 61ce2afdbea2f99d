"""Organizations."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from coalition.shared.administration import (
    KeptAsWritten,
    KeptInline,
    LongList,
    ask_reason,
    do_with_each,
    reason_given,
)
from members import domains, vetting
from members.acting import PersonRequest
from members.confirming import ask_to_confirm
from members.models import Acceptance, Application, Contact, FormerName, Membership, Organization
from members.models.organization import LISTED
from members.standing import reinstate, suspend


class PeopleOfOrganization(KeptInline[Membership]):
    model = Membership
    fields = ["person", "role", "joined_at", "ended_at"]
    readonly_fields = ["joined_at", "ended_at"]


class ApplicationsOfOrganization(KeptInline[Application]):
    model = Application
    fields = ["applicant", "status", "sent_at", "decided_at", "decided_by"]
    readonly_fields = ["status", "sent_at", "decided_at", "decided_by"]


class AcceptancesOfOrganization(KeptInline[Acceptance]):
    model = Acceptance
    fields = ["charter", "signed_by", "authority", "accepted_at"]
    readonly_fields = ["signed_by", "accepted_at"]


class NamesOfOrganization(KeptInline[FormerName]):
    model = FormerName
    fields = ["name", "slug", "until", "changed_by", "reason"]
    readonly_fields = ["until"]


class Confirmation(admin.SimpleListFilter):
    """How an organization stands with its yearly confirmation."""

    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("asked", _("Asked, not answered")),
            ("soon", _("Answer due within two weeks")),
            ("none", _("Not asked")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Organization]) -> QuerySet[Organization]:
        if self.value() == "asked":
            return queryset.filter(confirm_by__isnull=False)
        if self.value() == "soon":
            return queryset.filter(confirm_by__lte=clock.now() + timedelta(days=14))
        return queryset.filter(confirm_by__isnull=True) if self.value() == "none" else queryset


class OrganizationForm(forms.ModelForm[Organization]):
    """Holds the web domain to one form and to one member."""

    def clean_domain(self) -> str:
        try:
            return domains.normalize(self.cleaned_data["domain"])
        except ValueError as error:
            raise forms.ValidationError(_("Give a web domain such as lakeviewhealth.org, or none.")) from error

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        self.instance.domain = said.get("domain", "")
        standing = self.instance.status in LISTED
        if standing and (holders := vetting.members_with_domain(self.instance)):
            self.add_error("domain", _("%(name)s holds this web domain.") % {"name": holders[0]})
        return said


@admin.register(Organization)
class OrganizationAdmin(LongList[Organization]):
    """What an organization says of itself is edited; its standing changes by actions, its name at the desk."""

    form = OrganizationForm
    list_display = ["name", "kind", "city", "state", "domain", "status", "is_founding", "admitted_at", "confirm_by"]
    list_filter = ["status", Confirmation, "kind", "state", "is_founding"]
    search_fields = ["name", "domain"]
    fields = [
        ("name", "slug"),
        ("kind", "size", "is_founding"),
        ("city", "state"),
        ("latitude", "longitude"),
        "domain",
        "brings",
        "needs",
        ("status", "merged_into"),
        ("admitted_at", "confirmed_at", "confirm_by", "created_at", "must_accept_by"),
        "joining",
    ]
    readonly_fields = [
        "name",
        "slug",
        "status",
        "merged_into",
        "admitted_at",
        "confirmed_at",
        "confirm_by",
        "created_at",
        "must_accept_by",
        "joining",
    ]
    inlines = [PeopleOfOrganization, ApplicationsOfOrganization, AcceptancesOfOrganization, NamesOfOrganization]
    actions = ["suspend_members", "reinstate_members", "ask_for_confirmation", "merge_member", "rename_member"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # organizations apply

    def has_delete_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        return False  # what they did stays on record

    @admin.action(description=_("Suspend"))
    def suspend_members(self, request: PersonRequest, rows: QuerySet[Organization]) -> TemplateResponse | None:
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Suspend"), action="suspend_members")
        do_with_each(request, rows, lambda organization: suspend(organization, actor=request.user, reason=reason))
        return None

    @admin.action(description=_("Reinstate"))
    def reinstate_members(self, request: PersonRequest, rows: QuerySet[Organization]) -> Any:
        do_with_each(request, rows, lambda organization: reinstate(organization, actor=request.user))

    @admin.action(description=_("Ask to confirm the membership"))
    def ask_for_confirmation(self, request: PersonRequest, rows: QuerySet[Organization]) -> Any:
        do_with_each(request, rows, lambda organization: ask_to_confirm(organization, actor=request.user))

    @admin.action(description=_("Merge into another"))
    def merge_member(self, request: PersonRequest, rows: QuerySet[Organization]) -> HttpResponse | None:
        return self._at_the_desk(request, rows, "members:merge")

    @admin.action(description=_("Change the name"))
    def rename_member(self, request: PersonRequest, rows: QuerySet[Organization]) -> HttpResponse | None:
        return self._at_the_desk(request, rows, "members:rename_member")

    def _at_the_desk(self, request: PersonRequest, rows: QuerySet[Organization], page: str) -> HttpResponse | None:
        """What needs more than a reason has a page of its own, for one organization at a time."""
        chosen = list(rows[:2])
        if len(chosen) == 1:
            return redirect(page, chosen[0].slug)
        messages.error(request, _("Choose one organization."))
        return None


@admin.register(Contact)
class ContactAdmin(KeptAsWritten[Contact]):
    """Whom one reaches where. Its representatives keep an organization's list, on a page of the portal."""

    list_display = ["name", "function", "organization", "email", "phone"]
    list_select_related = ["organization"]
    search_fields = ["name", "email", "phone", "organization__name"]
