"""The charter: drafts are written here and published by an action; what was published is only read."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, do_with_each
from members.acting import PersonRequest
from members.models import Acceptance, CharterStatus, CharterVersion, Principle
from members.signing import publish


def is_draft(charter: CharterVersion | None) -> bool:
    """Whether the charter (None: a new one) may still be written."""
    return charter is None or charter.status == CharterStatus.DRAFT


class PrinciplesOfCharter(admin.StackedInline[Principle, CharterVersion]):
    model = Principle
    extra = 0
    min_num = 1

    def has_add_permission(self, request: HttpRequest, obj: CharterVersion | None = None) -> bool:
        return is_draft(obj)

    def has_change_permission(self, request: HttpRequest, obj: CharterVersion | None = None) -> bool:
        return is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: CharterVersion | None = None) -> bool:
        return is_draft(obj)


@admin.register(CharterVersion)
class CharterVersionAdmin(admin.ModelAdmin[CharterVersion]):
    list_display = ["number", "title", "status", "published_at"]
    list_filter = ["status"]
    search_fields = ["title", "preamble", "principles__title"]
    fields = ["number", "title", "preamble", "status", "published_at", "text_sha256"]
    readonly_fields = ["status", "published_at", "text_sha256"]
    inlines = [PrinciplesOfCharter]
    actions = ["publish_drafts"]

    def has_change_permission(self, request: HttpRequest, obj: CharterVersion | None = None) -> bool:
        return is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: CharterVersion | None = None) -> bool:
        return obj is not None and is_draft(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = CharterVersion.objects.aggregate(last=Max("number"))["last"] or 0
        return {"number": last + 1}

    @admin.action(description=_("Publish, and ask every member to accept it"))
    def publish_drafts(self, request: PersonRequest, rows: QuerySet[CharterVersion]) -> None:
        do_with_each(request, rows, lambda charter: publish(charter, actor=request.user))


@admin.register(Principle)
class PrincipleAdmin(KeptAsWritten[Principle]):
    """For searching; principles are written on the page of their charter."""

    list_display = ["title", "position", "charter"]
    list_filter = ["charter"]
    list_select_related = ["charter"]
    search_fields = ["title", "text"]


@admin.register(Acceptance)
class AcceptanceAdmin(KeptAsWritten[Acceptance]):
    list_display = ["organization", "charter", "person_name", "authority", "accepted_at"]
    list_filter = ["charter", "accepted_at"]
    list_select_related = ["organization", "charter"]
    search_fields = ["organization__name", "person_name", "person__email", "receipt__exact"]
