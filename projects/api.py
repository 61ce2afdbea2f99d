"""The first floor in the API."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from coalition.shared import bodies
from members.api_auth import MemberRequest, acting_organization
from projects.expecting import expect
from projects.models import Dependency, Milestone, Owner, Partner, Project, Workgroup
from projects.posting import edit_project, post_project
from projects.serializers import (
    ProjectBody,
    ProjectChanges,
    ProjectParameters,
    ProjectSerializer,
    ProjectWithPlanSerializer,
    WorkgroupSerializer,
)

ORGANIZATION = JSONObject(slug="organization__slug", name="organization__name")
MILESTONES = Milestone.objects.filter(project=OuterRef("pk")).values(
    shown=JSONObject(
        id="id",
        title="title",
        organization=ORGANIZATION,
        starts_on="starts_on",
        due_on="due_on",
        first_due_on="first_due_on",
        reached_on="reached_on",
        status="status",
        progress="progress",
        waits_for=ArraySubquery(Dependency.objects.filter(milestone=OuterRef("pk")).order_by("pk").values("waits_for")),
    )
)
PARTNERS = Partner.objects.filter(project=OuterRef("pk")).values(
    shown=JSONObject(organization=ORGANIZATION, status="status")
)

OWNERS = Owner.objects.filter(project=OuterRef("pk")).values(shown=JSONObject(name="person__name"))


class WorkgroupViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Workgroup]):
    """The workgroups, by name."""

    serializer_class = WorkgroupSerializer
    lookup_field = "slug"
    lookup_value_converter = "slug"
    queryset: Any = Workgroup.objects.order_by("name", "pk").values(*WorkgroupSerializer.columns())

    def get_queryset(self) -> Any:
        return self.queryset.visible_to(self.request.user)


class ProjectViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Project]):
    """Projects with milestones and partners, newest first."""

    parameters = ProjectParameters
    lookup_value_converter = "int"
    queryset = Project.objects.all()

    def get_serializer_class(self) -> type[ProjectSerializer]:
        return ProjectSerializer if self.action == "list" else ProjectWithPlanSerializer

    def get_queryset(self) -> Any:
        nested = {
            "its_milestones": ArraySubquery(MILESTONES),
            "its_partners": ArraySubquery(PARTNERS),
            "its_owners": ArraySubquery(OWNERS),
        }
        columns = self.get_serializer_class().columns()
        return self.queryset.visible_to(self.request.user).annotate(**nested).values(*columns)

    @extend_schema(request=ProjectBody, responses={201: ProjectWithPlanSerializer})
    def create(self, request: MemberRequest) -> Response:
        """Post a plan for the organization that you act for."""
        fields = bodies.read(ProjectBody, request)
        project = post_project(organization=acting_organization(request), actor=request.user, **fields)
        location = reverse("project-detail", args=[project.pk])
        return Response(self._shown(project.pk), 201, headers={"Location": location})

    @extend_schema(request=ProjectChanges, responses=ProjectWithPlanSerializer)
    def partial_update(self, request: MemberRequest, pk: int) -> Response:
        """Change a plan of your organization. 409 when somebody else has changed it since you read it."""
        project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
        fields = bodies.read(ProjectChanges, request)
        edit_project(project, actor=request.user, **fields)
        return Response(self._shown(pk))

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """With what is expected of the milestones of all rows that are shown: two queries, however many."""
        if args:
            expect(args[0] if kwargs.get("many") else [args[0]])
        return super().get_serializer(*args, **kwargs)

    def _shown(self, pk: int) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=pk)).data
