"""Names that organizations had, and those that they asked for."""

from django.contrib import admin

from coalition.shared.administration import KeptAsWritten
from members.models import FormerName, Renaming


@admin.register(FormerName)
class FormerNameAdmin(KeptAsWritten[FormerName]):
    list_display = ["name", "organization", "until", "changed_by"]
    list_filter = ["until"]
    list_select_related = ["organization", "changed_by"]
    search_fields = ["name", "organization__name"]


@admin.register(Renaming)
class RenamingAdmin(KeptAsWritten[Renaming]):
    """They are decided on at the desk."""

    list_display = ["name", "organization", "status", "held_because", "asked_by", "asked_at", "decided_by"]
    list_filter = ["status", "asked_at"]
    list_select_related = ["organization", "asked_by", "decided_by"]
    search_fields = ["name", "organization__name"]
