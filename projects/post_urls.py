"""The addresses of what is told about projects, of what they released, and of the files of both."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from projects.feeds import ReleaseFeed
from projects.views import attachments, releases, updates

urlpatterns: list[URLPattern] = [
    # What is told about them, and decided
    path("projects/<int:pk>/updates/", updates.update_list, name="update_list"),
    path("projects/<int:pk>/updates/new/", updates.update_new, name="update_new"),
    path("updates/<int:pk>/", updates.update, name="update"),
    path("updates/<int:pk>/edit/", updates.update_edit, name="update_edit"),
    path("updates/<int:pk>/withdraw/", updates.update_withdraw, name="update_withdraw"),
    path("decisions/", updates.decision_list, name="decision_list"),
    # What they released, which is public
    path("projects/<int:pk>/releases/new/", releases.release_new, name="release_new"),
    path("releases/", releases.release_list, name="release_list"),
    path("releases/feed/", require_safe(ReleaseFeed()), name="release_feed"),
    path("releases/<int:pk>/", releases.release, name="release"),
    path("releases/<int:pk>/withdraw/", releases.release_withdraw, name="release_withdraw"),
    path("releases/<int:pk>/credit/", releases.release_credit, name="release_credit"),
    path("releases/<int:pk>/uncredit/", releases.release_uncredit, name="release_uncredit"),
    # The files of both
    path("files/<int:pk>/", attachments.attachment, name="attachment"),
    path("files/<int:pk>/picture/", attachments.attachment_picture, name="attachment_picture"),
]
