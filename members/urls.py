"""The map of the members floor."""

from django.urls import URLPattern

app_name = "members"

urlpatterns: list[URLPattern] = []
