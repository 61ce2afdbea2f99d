"""The charter: read here, published by an action. Drafts are written on the desk, where two editors are told apart."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, do_with_each
from members.acting import PersonRequest
from members.models import Acceptance, CharterVersion, Principle
from members.signing import publish


class PrinciplesOfCharter(KeptInline[Principle]):
    model = Principle
    fields = ["position", "title", "text"]


@admin.register(CharterVersion)
class CharterVersionAdmin(KeptAsWritten[CharterVersion]):
    list_display = ["number", "title", "status", "revision", "published_at"]
    list_filter = ["status"]
    search_fields = ["title", "preamble", "principles__title"]
    fields = ["number", "title", "preamble", "status", "revision", "published_at", "text_sha256"]
    inlines = [PrinciplesOfCharter]
    actions = ["publish_drafts"]

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
    list_display = ["organization", "charter", "signed_by", "authority", "accepted_at"]
    list_filter = ["charter", "accepted_at"]
    list_select_related = ["organization", "charter", "person"]
    search_fields = ["organization__name", "person_name", "person__email", "receipt__exact"]
