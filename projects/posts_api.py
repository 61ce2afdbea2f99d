"""Updates and deliverables in the API, to be read."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, F, Field, OuterRef, TextField, Value, When
from django.db.models.functions import Cast, JSONObject
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from members.models import Organization
from projects.models import Attachment, Deliverable, Update
from projects.post_serializers import (
    DeliverableParameters,
    DeliverableSerializer,
    UpdateParameters,
    UpdateSerializer,
)

FILES = (
    Attachment.objects.served()
    .filter(update=OuterRef("pk"))
    .values(
        shown=JSONObject(
            id="id", name="name", media_type="media_type", size="size", sha256="sha256", description="description"
        )
    )
)
MAKERS = (
    Organization.objects.filter(deliverables=OuterRef("pk"))
    .order_by("name", "pk")
    .values(shown=JSONObject(slug="slug", name="name"))
)


class UpdateViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Update]):
    """Updates and decisions, newest first."""

    parameters = UpdateParameters
    serializer_class = UpdateSerializer
    lookup_value_converter = "int"
    queryset = Update.objects.all()

    def get_queryset(self) -> Any:
        shown = {"text_shown": _while_it_stands("text", else_="", kind=TextField()), "its_files": ArraySubquery(FILES)}
        return self.queryset.visible_to(self.request.user).annotate(**shown).values(*UpdateSerializer.columns())


class DeliverableViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Deliverable]):
    """The newest versions of what the projects released, the latest first; by its id also any other version."""

    parameters = DeliverableParameters
    serializer_class = DeliverableSerializer
    lookup_value_converter = "int"
    queryset = Deliverable.objects.all()

    def get_queryset(self) -> Any:
        shown = {
            "link_shown": _while_it_stands("link", else_="", kind=TextField()),
            "file_shown": _while_it_stands("file_id", else_=None, kind=BigIntegerField()),
            "its_makers": ArraySubquery(MAKERS),
        }
        rows = self.queryset.current() if self.action == "list" else self.queryset
        return rows.annotate(**shown).values(*DeliverableSerializer.columns())


def _while_it_stands(column: str, *, else_: str | None, kind: "Field[Any, Any]") -> Case:
    standing = When(withdrawn_at__isnull=True, then=Cast(F(column), kind))
    return Case(standing, default=Value(else_, output_field=kind), output_field=kind)
