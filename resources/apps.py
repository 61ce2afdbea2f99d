"""The second floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")

    def ready(self) -> None:
        from resources import directory, holdings, kinds  # noqa: F401  # registers the kinds of activity of this floor

        directory.register()
        holdings.register()
