"""The map of the product."""

from django.contrib import admin
from django.urls import include, path
from django.views import defaults

from coalition import health, mailbox, views
from coalition.shared.problems import or_page

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("help/", views.guide, name="help"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("mail/", mailbox.mailbox, name="mailbox"),
    path("mail/<str:key>/", mailbox.mailbox_message, name="mailbox_message"),
    path("mail/<str:key>/html/", mailbox.mailbox_html, name="mailbox_html"),
    path("accounts/", include("members.account_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("coalition.api")),
    path("", include("members.urls")),
    path("", include("projects.urls")),
    path("", include("resources.urls")),
]

handler400 = or_page(400, defaults.bad_request)
handler403 = or_page(403, defaults.permission_denied)
handler404 = or_page(404, defaults.page_not_found)
handler500 = or_page(500, defaults.server_error)
