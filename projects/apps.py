"""The first floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects import directory, holdings, kinds  # noqa: F401  # registers the kinds of activity of this floor

        directory.register()
        holdings.register()
