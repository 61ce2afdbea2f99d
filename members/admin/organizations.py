"""Organizations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

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
from members.models import Acceptance, Application, Contact, Membership, Organization, OrganizationStatus
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
        standing = self.instance.status in {OrganizationStatus.ADMITTED, OrganizationStatus.SUSPENDED}
        if standing and (holders := vetting.members_with_domain(self.instance)):
            self.add_error("domain", _("%(name)s holds this web domain.") % {"name": holders[0]})
        return said


@admin.register(Organization)
class OrganizationAdmin(LongList[Organization]):
    """What an organization says of itself is edited; its standing changes by actions."""

    form = OrganizationForm
    list_display = ["name", "kind", "city", "state", "domain", "status", "is_founding", "admitted_at"]
    list_filter = ["status", "kind", "state", "is_founding"]
    search_fields = ["name", "domain"]
    fields = [
        ("name", "slug"),
        ("kind", "is_founding"),
        ("city", "state"),
        ("latitude", "longitude"),
        "domain",
        "brings",
        "needs",
        ("status", "admitted_at", "created_at", "must_accept_by"),
        "joining",
    ]
    readonly_fields = ["status", "admitted_at", "created_at", "must_accept_by", "joining"]
    inlines = [PeopleOfOrganization, ApplicationsOfOrganization, AcceptancesOfOrganization]
    actions = ["suspend_members", "reinstate_members"]

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


@admin.register(Contact)
class ContactAdmin(KeptAsWritten[Contact]):
    """Whom one reaches where. Its representatives keep an organization's list, on a page of the portal."""

    list_display = ["name", "function", "organization", "email", "phone"]
    list_select_related = ["organization"]
    search_fields = ["name", "email", "phone", "organization__name"]
