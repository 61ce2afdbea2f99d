"""The map of the product."""

from django.contrib import admin
from django.urls import include, path

from coalition import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("help/", views.guide, name="help"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("members.urls")),
    path("", include("projects.urls")),
    path("", include("resources.urls")),
]
