"""Following a project: what happens in it then comes in the digest."""

from django.db import transaction
from django.utils.translation import gettext as _

from coalition.shared.errors import NotAllowed
from members.models import Follow, Person
from members.permissions import is_member
from projects.models import Project


def follow(person: Person, topic: str, *, reason: str) -> None:
    """Let the person follow the topic. Following twice changes nothing, nor why it was begun."""
    Follow.objects.get_or_create(person=person, topic=topic, defaults={"reason": reason})


def unfollow(person: Person, topic: str) -> None:
    """Let the person follow the topic no longer."""
    Follow.objects.filter(person=person, topic=topic).delete()


@transaction.atomic
def follow_project(project: Project, *, person: Person) -> None:
    """Let a member follow the project. Raises NotAllowed for anybody else."""
    if not is_member(person):
        raise NotAllowed
    follow(person, project.topic, reason=_("You chose to follow it"))


def unfollow_project(project: Project, *, person: Person) -> None:
    """Let the person follow the project no longer."""
    unfollow(person, project.topic)
