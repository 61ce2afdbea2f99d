"""The ground floor in the API."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from members.api_auth import TokenAuthentication
from members.models import Organization
from members.serializers import OrganizationParameters, OrganizationSerializer


class OrganizationViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Organization]):
    """The organizations of the coalition, by name."""

    serializer_class = OrganizationSerializer
    parameters = OrganizationParameters
    lookup_field = "slug"
    lookup_value_converter = "slug"
    queryset: Any = Organization.objects.order_by("name", "pk").values(*OrganizationSerializer.columns())

    def get_queryset(self) -> Any:
        return self.queryset.visible_to(self.request.user)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # theirs is untyped
    """Tells the OpenAPI document of the tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token made in the settings of the portal."}
