"""What the lists of the API may be asked for in the query string, checked before anything reaches the database.

A view names a serializer of `parameters`; each of its fields is one parameter, and the field's `source` the lookup it
stands for unless `narrow` says otherwise. A parameter that is not among them is refused: a misspelt filter must not
answer with everything.
"""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from coalition.shared import pagination
from coalition.shared.problems import BadParameters


class Parameters(serializers.Serializer[Any]):
    """No parameter beyond those of the page; the lists of each floor add their own."""

    def narrow(self, rows: Any) -> Any:
        """The rows of the queryset that fit the given parameters: each field's `source` is a lookup."""
        return rows.filter(**self.validated_data)


class ParameterFilter(BaseFilterBackend):
    """Narrows a list by the view's `parameters`."""

    def filter_queryset(self, request: Request, queryset: Any, view: APIView) -> Any:
        """Raises BadParameters for unknown, repeated or unusable parameters."""
        given = request.query_params
        if getattr(view, "detail", False):
            _refuse_unknown(given, known=())
            return queryset
        if not given:
            return queryset
        parameters: Parameters = getattr(view, "parameters", Parameters)(data=given, context={"request": request})
        _refuse_unknown(given, known={*parameters.fields, *pagination.PARAMETERS})
        if not parameters.is_valid():
            raise BadParameters(parameters.errors)
        return parameters.narrow(queryset)


def read(parameters: type[Parameters], request: Request) -> dict[str, Any]:
    """What a view that is no list was asked for. Raises BadParameters for unknown, repeated or unusable parameters."""
    asked = parameters(data=request.query_params, context={"request": request})
    _refuse_unknown(request.query_params, known=asked.fields)
    if not asked.is_valid():
        raise BadParameters(asked.errors)
    return dict(asked.validated_data)


def _refuse_unknown(given: QueryDict, *, known: Collection[str]) -> None:
    wrong = {name: [_("There is no such parameter here.")] for name in given if name not in known}
    wrong |= {name: [_("Give this once.")] for name, values in given.lists() if len(values) > 1}
    if wrong:
        raise BadParameters(wrong)
