"""What is sent to the API, checked for its shape before a verb checks it for the rules."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from coalition.shared.money import LONGEST_EXPLANATION


class Body(serializers.Serializer[Any]):
    """The body of a request. What it does not declare is refused, so that nobody thinks to have set a state."""

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError, with an error for each field that is unknown, missing or out of shape."""
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if unknown:
            raise serializers.ValidationError(
                {str(name): [_("There is no such field to write.")] for name in unknown}, code="unknown_field"
            )
        return super().to_internal_value(data)


class ExplainedBody(Body):
    """A body whose texts may be held up for speaking of money: 422 with the code `money`."""

    explanation = serializers.CharField(
        max_length=LONGEST_EXPLANATION,
        allow_blank=True,
        required=False,
        help_text="Why words of price, payment or invoice stay, in a sentence. Needed only after a 422 `money`.",
    )


class Changes(Body):
    """The body of a change: `version`, as it was read, and the fields that are to change."""

    version = serializers.IntegerField(
        min_value=1, help_text="The version that you read. If somebody saved meanwhile, the answer is 409."
    )

    def get_fields(self) -> dict[str, Any]:
        """A change may leave out every field but the version."""
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "version"
        return fields


def read(body: type[Body], request: Request) -> dict[str, Any]:
    """The checked fields of the request's body. Raises ValidationError."""
    given = body(data=request.data, context={"request": request})
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
