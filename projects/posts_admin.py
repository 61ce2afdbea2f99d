"""Updates, deliverables and files in Django's admin: looked at, and taken back for order."""

from django.contrib import admin
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, ask_reason, do_with_each, reason_given
from members.acting import PersonRequest
from projects.models import Attachment, Credit, Deliverable, Update, UpdateText
from projects.releasing import withdraw_deliverable
from projects.updates import withdraw_update


class FilesOfUpdate(KeptInline[Attachment]):
    model = Attachment
    fields = ["name", "media_type", "size", "uploaded_by", "uploaded_at", "removed_at"]
    readonly_fields = ["media_type", "size", "uploaded_by", "uploaded_at", "removed_at"]


class EarlierTexts(KeptInline[UpdateText]):
    model = UpdateText
    fields = ["version", "title", "text", "decided_on", "replaced_by", "replaced_at"]


class PeopleNamed(KeptInline[Credit]):
    model = Credit
    fields = ["person", "named_at"]
    readonly_fields = ["named_at"]


@admin.register(Update)
class UpdateAdmin(KeptAsWritten[Update]):
    list_display = ["title", "project", "organization", "decided_on", "posted_at", "version", "withdrawn_at"]
    list_filter = ["posted_at"]
    list_select_related = ["project", "organization"]
    search_fields = ["organization__name", "project__title"]
    inlines = [FilesOfUpdate, EarlierTexts]
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw"))
    def withdraw(self, request: PersonRequest, rows: "QuerySet[Update]") -> TemplateResponse | None:
        """Ask why, then take the chosen updates back."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Withdraw these updates"), action="withdraw")
        do_with_each(request, rows, lambda row: withdraw_update(row, actor=request.user, reason=reason))
        return None


@admin.register(Deliverable)
class DeliverableAdmin(KeptAsWritten[Deliverable]):
    list_display = ["title", "version", "kind", "licence", "project", "released_on", "is_current", "withdrawn_at"]
    list_filter = ["is_current", "kind", "licence"]
    list_select_related = ["project"]
    search_fields = ["title", "project__title"]
    inlines = [PeopleNamed]
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw"))
    def withdraw(self, request: PersonRequest, rows: "QuerySet[Deliverable]") -> TemplateResponse | None:
        """Ask why, then take the chosen versions back from the public."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Withdraw these deliverables"), action="withdraw")
        do_with_each(request, rows, lambda row: withdraw_deliverable(row, actor=request.user, reason=reason))
        return None


@admin.register(Attachment)
class AttachmentAdmin(KeptAsWritten[Attachment]):
    list_display = ["name", "media_type", "size", "uploaded_by", "uploaded_at", "removed_at"]
    list_select_related = ["uploaded_by"]
    search_fields = ["name", "uploaded_by__name"]
