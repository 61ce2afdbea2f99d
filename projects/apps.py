"""The first floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from members import departing, stepping_back
        from projects import (  # noqa: F401  # kinds: registers those of this floor
            directory,
            discussed,
            found,
            highlights,
            holdings,
            kinds,
            leaving,
            owning,
        )

        directory.register()
        discussed.register()
        found.register()
        highlights.register()
        holdings.register()
        departing.register("projects", leaving.FLOOR)
        stepping_back.register("projects", owning.release_who_left)
