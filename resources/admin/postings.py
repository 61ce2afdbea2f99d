"""Offers and requests: written on the pages, over the API and by imports; looked at here, and withdrawn for order."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from coalition.shared.administration import KeptAsWritten, Row, ask_reason, do_with_each, reason_given
from coalition.shared.paging import CappedPaginator
from members.acting import PersonRequest
from resources import searching
from resources.models import Offer, Request
from resources.posting import reopen_offer, reopen_request, withdraw_offer, withdraw_request


class PostingAdmin(KeptAsWritten[Row]):
    """Long lists: searched by the indexes that the pages use, and counted no further than anybody leafs."""

    paginator = CappedPaginator
    list_select_related = ["organization", "resource_type"]
    search_fields = ["title"]  # that there is a search; how, is below

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The rows that the words are about; never one twice."""
        words = search_term.replace("\x00", "").strip()
        return (searching.found(queryset, words) if words else queryset), False


@admin.register(Offer)
class OfferAdmin(PostingAdmin[Offer]):
    list_display = [
        *("id", "__str__", "organization", "resource_type", "quantity", "committed"),
        *("state", "terms", "status", "posted_at", "confirmed_at"),
    ]
    list_filter = ["status", "terms", "resource_type__group", "state"]
    readonly_fields = [field.name for field in Offer._meta.fields]
    actions = ["withdraw", "reopen"]

    @admin.action(description=_("Withdraw"))
    def withdraw(self, request: PersonRequest, rows: QuerySet[Offer]) -> TemplateResponse | None:
        """Take the offers back, for a reason that every member can read."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Withdraw"), action="withdraw")
        do_with_each(request, rows, lambda offer: withdraw_offer(offer, actor=request.user, reason=reason))
        return None

    @admin.action(description=_("Open again"))
    def reopen(self, request: PersonRequest, rows: QuerySet[Offer]) -> None:
        """Take the withdrawal back."""
        do_with_each(request, rows, lambda offer: reopen_offer(offer, actor=request.user))


@admin.register(Request)
class RequestAdmin(PostingAdmin[Request]):
    list_display = [
        *("id", "__str__", "organization", "resource_type", "severity", "quantity", "covered"),
        *("state", "needed_by", "status", "posted_at", "confirmed_at"),
    ]
    list_filter = ["status", "severity", "resource_type__group", "state"]
    readonly_fields = [field.name for field in Request._meta.fields]
    actions = ["withdraw", "reopen"]

    @admin.action(description=_("Withdraw"))
    def withdraw(self, request: PersonRequest, rows: QuerySet[Request]) -> TemplateResponse | None:
        """Take the requests back, for a reason that every member can read."""
        reason = reason_given(request)
        if not reason:
            return ask_reason(self, request, rows, title=_("Withdraw"), action="withdraw")
        do_with_each(request, rows, lambda asked: withdraw_request(asked, actor=request.user, reason=reason))
        return None

    @admin.action(description=_("Open again"))
    def reopen(self, request: PersonRequest, rows: QuerySet[Request]) -> None:
        """Take the withdrawal back."""
        do_with_each(request, rows, lambda asked: reopen_request(asked, actor=request.user))
