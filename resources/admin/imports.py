"""Files that organizations import: how they stand. Their rows are shown as numbers of lines, for support."""

from django.contrib import admin

from coalition.shared.administration import KeptAsWritten
from resources.models import ImportBatch, ImportMemory, ImportRow


@admin.register(ImportBatch)
class ImportBatchAdmin(KeptAsWritten[ImportBatch]):
    list_display = ["id", "file_name", "organization", "side", "state", "uploaded_by", "uploaded_at", "touched_at"]
    list_filter = ["side", "state"]
    list_select_related = ["organization", "uploaded_by"]
    search_fields = ["file_name", "organization__name"]
    exclude = ["mapping"]


@admin.register(ImportRow)
class ImportRowAdmin(KeptAsWritten[ImportRow]):
    fields = ["batch", "number", "state", "version", "offer", "request"]  # what the cells say is for the writers
    list_display = ["id", "batch_id", "number", "state", "offer_id", "request_id"]
    list_filter = ["state"]
    search_fields = ["key"]
    ordering = ["-pk"]


@admin.register(ImportMemory)
class ImportMemoryAdmin(KeptAsWritten[ImportMemory]):
    list_display = ["id", "organization", "side"]
    list_filter = ["side"]
    list_select_related = ["organization"]
    search_fields = ["organization__name"]
