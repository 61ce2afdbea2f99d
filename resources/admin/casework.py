"""Who was on which case, and the coordinators' notes: kept as the verbs wrote them."""

from django.contrib import admin

from coalition.shared.administration import KeptAsWritten
from resources.models import CaseNote, Claim

CASE = ["request__organization", "request__resource_type"]


@admin.register(Claim)
class ClaimAdmin(KeptAsWritten[Claim]):
    list_display = ["id", "request", "holder", "begun_by", "note", "claimed_at", "lapses_at", "ended_at", "ending"]
    list_filter = ["ending", "claimed_at"]
    list_select_related = ["holder", "begun_by", *CASE]
    search_fields = ["request__title", "request__organization__name", "note"]


@admin.register(CaseNote)
class CaseNoteAdmin(KeptAsWritten[CaseNote]):
    list_display = ["id", "request", "text", "written_by", "written_at"]
    list_filter = ["written_at"]
    list_select_related = ["written_by", *CASE]
    search_fields = ["request__title", "request__organization__name", "text"]
