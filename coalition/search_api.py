"""The one search in the API: the same question, and the same answers, as on the page."""

import re
from html import unescape
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from coalition.finding import Search
from coalition.shared import full_text, parameters
from coalition.shared.pagination import MAX_PAGE_SIZE, PAGE_SIZE
from coalition.shared.parameters import Parameters
from coalition.shared.problems import BadParameters
from members import finding, sources
from members.api_auth import MemberRequest
from members.finding import Hit

MARK = re.compile("</?mark>")


class SearchParameters(Parameters):
    """What can be asked."""

    q = serializers.CharField(
        min_length=finding.SHORTEST,
        max_length=full_text.LONGEST,
        help_text="Words; with `or`, `-without` and “a passage” in quotation marks.",
    )
    kind = serializers.ChoiceField([source.kind for source in sources.registered()], required=False)
    organization = serializers.SlugField(required=False, help_text="Only what belongs to it.")
    workgroup = serializers.SlugField(required=False, help_text="Only what belongs to it.")
    page = serializers.IntegerField(min_value=1, max_value=1000, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE)


class FoundSerializer(serializers.Serializer[Any]):
    """One thing found."""

    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField(help_text="Its page.")
    note = serializers.CharField(allow_blank=True, help_text="What tells it apart: whose it is, how it stands.")
    passages = serializers.CharField(allow_blank=True, help_text="Where the words stand in its text.")


class CountSerializer(serializers.Serializer[Any]):
    """How much of a kind was found."""

    kind = serializers.CharField()
    number = serializers.IntegerField()
    more = serializers.BooleanField(help_text="There is more than was counted.")


class SearchAnswerSerializer(serializers.Serializer[Any]):
    """A page of what was found, the best first."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    counts = CountSerializer(many=True, help_text="Of each kind, whichever `kind` was asked for.")
    by_likeness = serializers.BooleanField(help_text="Nothing holds the words; these names are much alike.")
    results = FoundSerializer(many=True)


class SearchView(APIView):
    """Plans, updates, deliverables, offers, requests, workgroups, organizations and people, as far as you see them."""

    @extend_schema(
        operation_id="search", summary="Search", parameters=[SearchParameters], responses=SearchAnswerSerializer
    )
    def get(self, request: MemberRequest) -> Response:
        """Search everything that you may see; the best first. Only the best thousand of each kind are ranked."""
        given = parameters.read(SearchParameters, request)
        search = Search(_question(given), request.user, per_page=given["page_size"])
        _check_found(search, given)
        page = search.page if given["page"] == search.page.number else None
        hits = search.hits if page else []
        here = request.build_absolute_uri()
        number = given["page"]
        return Response(
            {
                "next": replace_query_param(here, "page", number + 1) if page and page.has_next() else None,
                "previous": replace_query_param(here, "page", number - 1) if page and number > 1 else None,
                "counts": [
                    {"kind": kind, "number": count.number, "more": count.more}
                    for kind, count in search.found.counts().items()
                ],
                "by_likeness": search.found.by_likeness,
                "results": [_shown(hit, request) for hit in hits],
            }
        )


def _question(given: dict[str, Any]) -> QueryDict:
    """The parameters as the address of the page has them."""
    question = QueryDict(mutable=True)
    for name in ("q", "kind", "organization", "workgroup", "page"):
        if name in given:
            question[name] = str(given[name])
    return question


def _check_found(search: Search, given: dict[str, Any]) -> None:
    """Raise BadParameters for a name of nobody: the page would leave such a filter out."""
    wrong = {}
    if "organization" in given and search.organization is None:
        wrong["organization"] = [_("There is no such organization.")]
    if "workgroup" in given and search.workgroup is None:
        wrong["workgroup"] = [_("There is no such workgroup.")]
    if wrong:
        raise BadParameters(wrong)


def _shown(hit: Hit, request: MemberRequest) -> dict[str, str]:
    return {
        "kind": hit.kind,
        "title": _plain(hit.title),
        "url": request.build_absolute_uri(hit.url),
        "note": hit.note,
        "passages": _plain(hit.passages),
    }


def _plain(marked: SafeString) -> str:
    """The text without its marks; all else in it was escaped (`finding.with_marks`)."""
    return unescape(MARK.sub("", marked))
