"""Applications. The admins' desk shows the same, made for deciding."""

from django.contrib import admin
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, ask_reason, do_with_each, reason_given
from members import admission
from members.acting import PersonRequest
from members.models import Application


@admin.register(Application)
class ApplicationAdmin(KeptAsWritten[Application]):
    list_display = ["organization", "applicant", "status", "created_at", "sent_at", "held_because", "decided_at"]
    list_filter = ["status", "sent_at"]
    list_select_related = ["organization", "applicant"]
    search_fields = ["organization__name", "organization__domain", "applicant__name", "applicant__email"]
    actions = ["admit", "decline"]

    @admin.action(description=_("Admit"))
    def admit(self, request: PersonRequest, rows: QuerySet[Application]) -> None:
        applications = rows.select_related("organization", "applicant")
        do_with_each(request, applications, lambda row: admission.admit(row, actor=request.user))

    @admin.action(description=_("Decline"))
    def decline(self, request: PersonRequest, rows: QuerySet[Application]) -> TemplateResponse | None:
        applications = rows.select_related("organization", "applicant")
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, applications, title=_("Decline"), action="decline")
        do_with_each(request, applications, lambda row: admission.decline(row, actor=request.user, reason=reason))
        return None
