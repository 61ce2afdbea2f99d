"""The earth, an app for its template tags."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "coalition.shared"
    label = "shared"
