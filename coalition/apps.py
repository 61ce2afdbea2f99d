"""The roof, an app for its commands."""

from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    name = "coalition"
    label = "coalition"
