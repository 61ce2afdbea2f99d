"""The roof, an app for its commands."""

from django.apps import AppConfig

from coalition import celery  # noqa: F401  # so that every task, whoever calls it, goes to our broker


class CoalitionConfig(AppConfig):
    name = "coalition"
    label = "coalition"
