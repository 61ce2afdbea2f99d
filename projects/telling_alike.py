"""Telling two organizations that their plans are alike, when the second one is posted."""

from members import notices
from members.models import Person
from projects import kinds
from projects.models import Project
from projects.overlap import plans_like


def tell_of_plans_like(project: Project) -> int:
    """Tell the writers and owners of a new plan and of each that is like it of the other; returns of how many.

    It is called when a plan is posted and never again, so that an edit tells nobody anew. Nobody has to act.
    """
    alike = plans_like(project, among=Project.objects.all())
    for each in alike:
        subject = f"alike:{each.project.pk}:{project.pk}"
        for own, other in ((project, each.project), (each.project, project)):
            notices.tell(
                _concerned(own),
                kinds.PLAN_LIKE_YOURS,
                title=f"{other.title} ({other.organization})",
                url=other.get_absolute_url(),
                subject=subject,
                must_act=False,
            )
    return len(alike)


def _concerned(project: Project) -> list[Person]:
    owners = Person.objects.filter(owned_projects__project=project, is_active=True)
    return [*notices.writers_of(project.organization), *owners]
