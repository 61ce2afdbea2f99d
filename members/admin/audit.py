"""The audit trail, to look at. The admins' desk shows the same with before and after."""

from django.contrib import admin

from coalition.shared.administration import KeptAsWritten
from members.models import AuditCheck, AuditEntry, AuditHead


@admin.register(AuditEntry)
class AuditEntryAdmin(KeptAsWritten[AuditEntry]):
    list_display = ["occurred_at", "kind", "organization", "seq", "actor", "subject"]
    list_filter = ["occurred_at"]
    list_select_related = ["organization", "actor"]
    search_fields = ["kind__exact"]  # by its index, as the trail grows without end


@admin.register(AuditHead)
class AuditHeadAdmin(KeptAsWritten[AuditHead]):
    list_display = ["chain", "seq", "hash"]
    search_fields = ["=chain", "=hash"]


@admin.register(AuditCheck)
class AuditCheckAdmin(KeptAsWritten[AuditCheck]):
    list_display = ["began_at", "chains", "entries", "broken", "compared"]
    list_filter = ["began_at"]
    search_fields = ["compared"]
