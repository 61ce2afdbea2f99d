"""The map of the projects floor."""

from django.urls import URLPattern

app_name = "projects"

urlpatterns: list[URLPattern] = []
