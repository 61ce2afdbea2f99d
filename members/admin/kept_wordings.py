"""Words of money that were kept, with what their writers said about them."""

from django.contrib import admin

from coalition.shared.administration import KeptAsWritten
from members.models import KeptWording


@admin.register(KeptWording)
class KeptWordingAdmin(KeptAsWritten[KeptWording]):
    list_display = ["kept_at", "passage", "explanation", "about", "title", "field", "organization", "person"]
    list_filter = ["field", "kept_at"]
    list_select_related = ["organization", "person"]
    search_fields = ["passage", "explanation", "title", "organization__name", "person__name"]
