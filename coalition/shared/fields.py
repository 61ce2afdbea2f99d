"""Fields of the API that name something else, or ask a yes-or-no question."""

from typing import Any

from rest_framework import serializers

LARGEST_KEY = 2**63 - 1


class Key(serializers.IntegerField):
    """The id of something else, as a filter: one that is not there finds nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_KEY, **kwargs)


class Named(serializers.SlugRelatedField[Any]):
    """Something else by its code or name. Anything but text that PostgreSQL can hold is refused before it asks."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or "\x00" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.ChoiceField):
    """`true` or `false`; left out, it asks for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(["true", "false"], required=False, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"
