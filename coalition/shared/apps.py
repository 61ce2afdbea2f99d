"""The earth, an app for its template tags."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "coalition.shared"
    label = "shared"

    def ready(self) -> None:
        from coalition.shared import request_ids  # noqa: F401  # listens to every answer
