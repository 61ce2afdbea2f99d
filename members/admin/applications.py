"""Applications. The admins' desk shows the same, made for deciding."""

from django.contrib import admin
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, ask_reason, do_with_each, reason_given
from members import admission
from members.acting import PersonRequest
from members.models import Application, ApplicationMessage


class MessagesOfApplication(KeptInline[ApplicationMessage]):
    model = ApplicationMessage
    fields = ["written_at", "author", "side", "is_question", "text"]
    readonly_fields = ["written_at"]
    show_change_link = False


@admin.register(Application)
class ApplicationAdmin(KeptAsWritten[Application]):
    list_display = ["organization", "applicant", "status", "created_at", "sent_at", "held_because", "decided_at"]
    list_filter = ["status", "sent_at"]
    list_select_related = ["organization", "applicant"]
    search_fields = ["organization__name", "organization__domain", "applicant__name", "applicant__email"]
    inlines = [MessagesOfApplication]
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


@admin.register(ApplicationMessage)
class ApplicationMessageAdmin(KeptAsWritten[ApplicationMessage]):
    list_display = ["written_at", "application", "author", "side", "is_question", "letter_at"]
    list_filter = ["side", "is_question", "written_at"]
    list_select_related = ["application__organization", "author"]
    search_fields = ["application__organization__name", "author__name", "text"]
