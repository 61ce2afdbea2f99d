"""The people who drive a project, beside the organization that leads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.shared import clock
from members.models import Person
from projects.models.project import Project


class Owner(models.Model):
    """That a person owns a project. Who steps down has no row any longer; the activity tells of it.

    The database counts the rows into `Project.owner_count`.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="owners", verbose_name=_("project"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="owned_projects", verbose_name=_("person"))
    since = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("owner")
        verbose_name_plural = _("owners")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"],
                name="owner_unique",
                violation_error_message=_("This person owns the project already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.project}"
