"""The map of the members floor."""

from django.urls import URLPattern, path

from members.views import application

app_name = "members"

urlpatterns: list[URLPattern] = [
    # The application
    path("apply/", application.application, name="application"),
]
