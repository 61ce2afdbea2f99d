"""What the Django admin of every floor needs: it shows, and asks the verbs to do."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from coalition.shared import searching
from coalition.shared.errors import DomainError
from coalition.shared.paging import CappedPaginator

Row = TypeVar("Row", bound=Model)
LONGEST_REASON = 2000  # characters
MOST_WORDS = 5  # of a search


class LongList(admin.ModelAdmin[Row]):
    """A list that may be of any length: counted no further than anybody leafs, and searched by indexes."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The rows that hold each of the words, in their own columns or in those of what they point to."""
        words = search_term.replace("\x00", "").split()[:MOST_WORDS]
        fields = self.get_search_fields(request)
        for word in words:
            queryset = queryset.filter(searching.holding(queryset.model, fields, word))
        return queryset, False


class KeptAsWritten(LongList[Row]):
    """Rows that are looked at, and changed by verbs or not at all."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class KeptInline(admin.TabularInline[Row, Any]):
    """The same below another row."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def do_with_each(request: HttpRequest, rows: "QuerySet[Row]", verb: Callable[[Row], object]) -> None:
    """Call the verb with each row, tell how often it was done, and each refusal in its own words."""
    done = 0
    for row in rows:
        try:
            verb(row)
        except DomainError as refusal:
            messages.error(request, f"{row}: {refusal}")
        else:
            done += 1
    if done:
        messages.success(request, ngettext("Done for %(n)d row.", "Done for %(n)d rows.", done) % {"n": done})


def reason_given(request: HttpRequest) -> str:
    """The reason that the page below was sent back with; "" when it was not, or holds nothing."""
    return request.POST.get("reason", "").strip()[:LONGEST_REASON]


def ask_reason(
    model_admin: admin.ModelAdmin[Row],
    request: HttpRequest,
    rows: "QuerySet[Row]",
    *,
    title: str | Promise,
    action: str,
) -> TemplateResponse:
    """A page that asks why, and then runs the same action again with the reason."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.model._meta,
        "rows": rows,
        "action": action,
        "box": ACTION_CHECKBOX_NAME,
        "missing": "reason" in request.POST,
        "longest": LONGEST_REASON,
    }
    return TemplateResponse(request, "admin/reason.html", context)
