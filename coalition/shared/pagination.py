"""Pages of the API by keyset: a cursor names the row at which a page ended.

Unlike page numbers this costs the same at any depth, counts nothing, and neither repeats nor skips a row when others
are posted meanwhile. The queryset holds `values()`; its order must run one way in all its fields and end with
`pk`, best along an index.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.signing import BadSignature, Signer
from django.db.models import Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from coalition.shared.problems import BadParameters

PAGE_SIZE = 25
MAX_PAGE_SIZE = 100
CURSOR, SIZE = "cursor", "page_size"
PARAMETERS = (CURSOR, SIZE)
ONWARD, BACK = "on", "back"


class Row(Func):
    """Several columns or values compared as one, field after field, which an index over them answers."""

    function = "ROW"
    output_field: Any = Field()


class Keyset:
    """The order of a queryset, and how a cursor writes a place in it."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        order = [str(name) for name in queryset.query.order_by or queryset.model._meta.ordering]
        self.descending = order[0].startswith("-") if order else False
        self.names = [name.removeprefix("-") for name in order]
        self.model: type[Model] = queryset.model
        if not self.names or self.names[-1] != "pk" or any(n.startswith("-") != self.descending for n in order):
            raise ImproperlyConfigured(f"{order} is no order for a keyset: one way, and “pk” at the end.")

    @cached_property
    def _signer(self) -> Signer:
        """Signed for this very order, so that no cursor of another list, and none made up, reaches the database."""
        return Signer(sep=".", salt=f"cursor {self.model._meta.label} {self.descending} {self.names}")

    def cursor(self, row: Mapping[str, Any], way: str) -> str:
        """The cursor of the page that follows `row`, onward or back."""
        return self._signer.sign_object([way, *(str(row[name]) for name in self.names)])

    def read(self, cursor: str) -> tuple[str, list[Any]]:
        """The way and the values of a cursor. Raises BadSignature for one that was not made here."""
        way, *values = self._signer.unsign_object(cursor)
        return way, [self._field(name).to_python(value) for name, value in zip(self.names, values, strict=True)]

    def beyond(self, queryset: QuerySet[Any], values: Sequence[Any], *, way: str) -> QuerySet[Any]:
        """The rows after `values` in the way that the cursor goes."""
        comparison = LessThan if self.descending == (way == ONWARD) else GreaterThan
        return queryset.filter(comparison(Row(*self.names), Row(*map(Value, values))))

    def _field(self, name: str) -> Any:
        field = self.model._meta.pk if name == "pk" else self.model._meta.get_field(name)
        return getattr(field, "output_field", field)  # a generated field is read as what it generates


class KeysetPagination(BasePagination):
    """`{"next": url or null, "previous": url or null, "results": [...]}`, `page_size` 25 and at most 100."""

    next: str | None = None
    previous: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One page, from one query that asks for a row more than it shows.

        Raises BadParameters for a size out of bounds and for a cursor of another list.
        """
        size, keyset = _page_size(request), Keyset(queryset)
        way, rows = ONWARD, queryset
        if given := request.query_params.get(CURSOR):
            way, values = _read(keyset, given)
            rows = keyset.beyond(queryset, values, way=way)
        found = list((rows if way == ONWARD else rows.reverse())[: size + 1])
        page, more = found[:size], len(found) > size
        if way == BACK:
            page.reverse()
        if page:
            here = request.build_absolute_uri()
            if more or way == BACK:
                self.next = replace_query_param(here, CURSOR, keyset.cursor(page[-1], ONWARD))
            if given and (more or way == ONWARD):
                self.previous = replace_query_param(here, CURSOR, keyset.cursor(page[0], BACK))
        return page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For the OpenAPI document."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The next page; null on the last one."},
                "previous": {**link, "description": "The page before; null on the first one."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the OpenAPI document."""
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
        return [
            {
                "name": CURSOR,
                "in": "query",
                "description": "Where the page begins: taken from `next` or `previous`, never made up.",
                "schema": {"type": "string"},
            },
            {"name": SIZE, "in": "query", "description": "How many results a page shows.", "schema": size},
        ]


def _page_size(request: Request) -> int:
    given = request.query_params.get(SIZE)
    if given is None:
        return PAGE_SIZE
    size = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 0
    if not 1 <= size <= MAX_PAGE_SIZE:
        raise BadParameters({SIZE: [_("Ask for 1 to %(most)d results a page.") % {"most": MAX_PAGE_SIZE}]})
    return size


def _read(keyset: Keyset, cursor: str) -> tuple[str, list[Any]]:
    try:
        return keyset.read(cursor)
    except BadSignature as error:
        raise BadParameters({CURSOR: [_("Use the links “next” and “previous” as they were given.")]}) from error
