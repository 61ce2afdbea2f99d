"""Matches with their agreements and the ledger: kept as the verbs wrote them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, KeptInline, ask_reason, do_with_each, reason_given
from coalition.shared.paging import CappedPaginator
from members.acting import PersonRequest
from resources.lifecycle import cancel_match
from resources.models import Agreement, Answer, Dispute, Feedback, Match, Movement, Seen

PARTIES = [
    *("offer__organization", "offer__resource_type"),
    *("request__organization", "request__resource_type"),
]


class AgreementsOfMatch(KeptInline[Agreement]):
    model = Agreement
    fields = ["organization", "recorded_by", "spoke_with", "spoken_at", "means", "terms", "recorded_at"]
    readonly_fields = ["recorded_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        return super().get_queryset(request).select_related("organization", "recorded_by")


class AnswersOfMatch(KeptInline[Answer]):
    model = Answer
    fields = ["organization", "kind", "quantity", "deliver_by", "note", "answered_by", "answered_at"]
    readonly_fields = ["answered_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return super().get_queryset(request).select_related("organization", "answered_by")


class DisputesOfMatch(KeptInline[Dispute]):
    model = Dispute
    fields = ["organization", "raised_by", "raised_at", "text", "settled_by", "settled_at", "outcome", "resolution"]
    readonly_fields = ["raised_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dispute]:
        return super().get_queryset(request).select_related("organization", "raised_by", "settled_by")


class FeedbackOfMatch(KeptInline[Feedback]):
    model = Feedback
    fields = ["organization", "went", "text", "given_by", "given_at"]
    readonly_fields = ["given_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        return super().get_queryset(request).select_related("organization", "given_by")


class MovementsOfMatch(KeptInline[Movement]):
    model = Movement
    fields = ["came_from", "went_to", "units", "recorded_by", "recorded_at", "request_key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Movement]:
        return super().get_queryset(request).select_related("recorded_by")


@admin.register(Match)
class MatchAdmin(KeptAsWritten[Match]):
    paginator = CappedPaginator
    list_display = ["id", "giver", "receiver", "offer", "quantity", "status", "proposed_by", "proposed_at", "answer_by"]
    list_filter = ["status", "proposed_at"]
    search_fields = ["offer__organization__name", "request__organization__name", "offer__title", "request__title"]
    readonly_fields = [field.name for field in Match._meta.fields]
    inlines = [AnswersOfMatch, AgreementsOfMatch, DisputesOfMatch, FeedbackOfMatch, MovementsOfMatch]
    actions = ["cancel"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        return super().get_queryset(request).select_related(*PARTIES, "proposed_by", "proposed_for")

    @admin.action(description=_("Cancel"))
    def cancel(self, request: PersonRequest, rows: QuerySet[Match]) -> TemplateResponse | None:
        """Call the matches off, for a reason that both sides read; who may, the verb says."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Cancel"), action="cancel")
        do_with_each(request, rows, lambda match: cancel_match(match, actor=request.user, reason=reason))
        return None


@admin.register(Agreement)
class AgreementAdmin(KeptAsWritten[Agreement]):
    list_display = ["id", "match", "organization", "recorded_by", "spoke_with", "spoken_at", "means", "recorded_at"]
    list_filter = ["means", "recorded_at"]
    list_select_related = ["organization", "recorded_by", *(f"match__{part}" for part in PARTIES)]
    search_fields = ["organization__name", "spoke_with", "terms"]


@admin.register(Movement)
class MovementAdmin(KeptAsWritten[Movement]):
    paginator = CappedPaginator
    list_display = ["id", "came_from", "went_to", "units", "match", "recorded_by", "recorded_at", "request_key"]
    list_filter = ["came_from", "went_to", "recorded_at"]
    list_select_related = ["recorded_by", *(f"match__{part}" for part in PARTIES)]
    search_fields = ["=request_key"]


@admin.register(Answer)
class AnswerAdmin(KeptAsWritten[Answer]):
    list_display = ["id", "match", "organization", "kind", "quantity", "deliver_by", "answered_by", "answered_at"]
    list_filter = ["kind", "answered_at"]
    list_select_related = ["organization", "answered_by", *(f"match__{part}" for part in PARTIES)]
    search_fields = ["organization__name", "note"]


@admin.register(Dispute)
class DisputeAdmin(KeptAsWritten[Dispute]):
    list_display = ["id", "match", "organization", "raised_by", "raised_at", "settled_by", "settled_at", "outcome"]
    list_filter = ["outcome", "raised_at"]
    list_select_related = ["organization", "raised_by", "settled_by", *(f"match__{part}" for part in PARTIES)]
    search_fields = ["organization__name", "text", "resolution"]


@admin.register(Feedback)
class FeedbackAdmin(KeptAsWritten[Feedback]):
    list_display = ["id", "match", "organization", "went", "given_by", "given_at"]
    list_filter = ["went", "given_at"]
    list_select_related = ["organization", "given_by", *(f"match__{part}" for part in PARTIES)]
    search_fields = ["organization__name", "text"]


@admin.register(Seen)
class SeenAdmin(KeptAsWritten[Seen]):
    list_display = ["id", "match", "organization", "person", "seen_at"]
    list_filter = ["seen_at"]
    list_select_related = ["organization", "person", *(f"match__{part}" for part in PARTIES)]
    search_fields = ["organization__name"]
