"""The second floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")

    def ready(self) -> None:
        from members import departing
        from resources import directory, discussed, found, holdings, kinds, leaving  # noqa: F401  # kinds: registers those of this floor

        directory.register()
        discussed.register()
        found.register()
        holdings.register()
        departing.register("resources", leaving.FLOOR)
