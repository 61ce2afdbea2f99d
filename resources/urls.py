"""The map of the resources floor."""

from django.urls import URLPattern

app_name = "resources"

urlpatterns: list[URLPattern] = []
