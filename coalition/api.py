"""/api/: the routes of the three floors, the schema, its documentation, and the kinds of problem."""

from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.urls import include, path, resolve
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.routers import DefaultRouter

from coalition.search_api import SearchView
from coalition.shared import problems
from coalition.shared.problem_kinds import KINDS
from members.api import OrganizationViewSet
from members.discussion_api import CommentViewSet, DiscussionViewSet
from projects.api import ProjectViewSet, WorkgroupViewSet
from projects.posts_api import DeliverableViewSet, UpdateViewSet
from resources.api import MatchViewSet, OfferViewSet, RequestViewSet, ResourceTypeViewSet

router = DefaultRouter(trailing_slash=False, use_regex_path=False)
router.include_format_suffixes = False
router.register("organizations", OrganizationViewSet, basename="organization")
router.register("workgroups", WorkgroupViewSet, basename="workgroup")
router.register("projects", ProjectViewSet, basename="project")
router.register("updates", UpdateViewSet, basename="update")
router.register("deliverables", DeliverableViewSet, basename="deliverable")
router.register("resource-types", ResourceTypeViewSet, basename="resource-type")
router.register("offers", OfferViewSet, basename="offer")
router.register("requests", RequestViewSet, basename="request")
router.register("matches", MatchViewSet, basename="match")
router.register("discussions/<slug:word>/<int:subject>/comments", DiscussionViewSet, basename="discussion-comment")
router.register("comments", CommentViewSet, basename="comment")


class PermanentlyElsewhere(HttpResponseRedirectBase):
    """308 (RFC 9110): as 301, but what was sent is sent again."""

    status_code = 308


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that leads nowhere. One with a slash too many, or too few, leads to where it was meant to."""
    bare = request.path.rstrip("/")
    meant = next((path for path in (bare, f"{bare}/") if resolve(path).func is not unknown), None)
    if meant is None:
        return problems.problem(HTTPStatus.NOT_FOUND).answer(request)
    query = request.META.get("QUERY_STRING", "")
    return PermanentlyElsewhere(f"{meant}?{query}" if query else meant)


@require_safe
@cache_control(public=True, max_age=300)
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(document(), content_type="application/vnd.oai.openapi+json")


@lru_cache(maxsize=1)
def document() -> bytes:
    """The OpenAPI document as JSON: the same for everybody, so made once a process (it takes a second)."""
    generator: Any = SchemaGenerator
    rendered: bytes = OpenApiJsonRenderer().render(generator().get_schema(public=True), renderer_context={})
    return rendered


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The schema to read and to try out; a signed-in member asks with their own session."""
    return render(request, "api/docs.html")


@require_safe
def kinds_of_problem(request: HttpRequest) -> HttpResponse:
    """Where the `type` of every problem leads."""
    return render(request, "api/problems.html", {"kinds": KINDS.values()})


urlpatterns = [
    path("v1/search", SearchView.as_view(), name="api-search"),
    path("v1/", include(router.urls)),
    path("schema/", schema, name="api-schema"),
    path("docs/", documentation, name="api-docs"),
    path("problems/", kinds_of_problem, name="api-problems"),
    path("<path:rest>", unknown, name="api-unknown"),
]
