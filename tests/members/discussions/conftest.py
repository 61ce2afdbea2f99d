"""One thing of each sort that is discussed, and a short way to say something about it."""

from collections.abc import Callable
from typing import Any

import pytest

from members.discussions import subjects
from members.discussions.subjects import Subject
from members.discussions.writing import write_comment
from members.models import Comment, Organization, Person
from projects.models import Project
from resources.models import Match, Offer, Request
from tests.factories import MatchFactory, MilestoneFactory, OfferFactory, ProjectFactory, RequestFactory

Say = Callable[..., Comment]


@pytest.fixture
def pool(lakeview: Organization, rita: Person) -> Project:
    """Lakeview's plan."""
    return ProjectFactory(title="Ventilator pool", organization=lakeview, posted_by=rita)


@pytest.fixture
def match(lakeview: Organization, cascade: Organization, rita: Person, olga: Person, cora: Person) -> Match:
    """Cascade gives, Lakeview asks, Cora proposed it."""
    asked: Request = RequestFactory(organization=lakeview, posted_by=rita)
    given: Offer = OfferFactory(organization=cascade, posted_by=olga, resource_type=asked.resource_type)
    return MatchFactory(offer=given, request=asked, proposed_by=cora)


@pytest.fixture
def things(pool: Project, match: Match) -> dict[str, Any]:
    """One of each sort, by its word."""
    step = MilestoneFactory(project=pool, title="Inventory done")
    return {"project": pool, "milestone": step, "offer": match.offer, "request": match.request, "match": match}


def about(word: str, thing: Any) -> Subject:
    """The thing as it stands now."""
    return subjects.fresh(subjects.subject_of(word, thing))


@pytest.fixture
def say(pool: Project) -> Say:
    """Say something about the pool, for the first organization of the person, or about another subject."""

    def write(actor: Person, text: str, *, subject: Subject | None = None, **more: Any) -> Comment:
        actor = Person.objects.get(pk=actor.pk)
        own = actor.active_memberships[0].organization if actor.active_memberships else None
        organization = more.pop("organization", own)
        subject = subject or about("project", pool)
        return write_comment(subject, actor=actor, organization=organization, text=text, **more).comment

    return write
