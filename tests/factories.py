"""Rows for tests, as they stand after the verbs have done their work."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import factory
from factory.django import DjangoModelFactory

from coalition.shared import clock
from members import models as members
from projects import models as projects
from projects.versions import keep_version
from resources import models as resources


class PersonFactory(DjangoModelFactory[members.Person]):
    class Meta:
        model = members.Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class OrganizationFactory(DjangoModelFactory[members.Organization]):
    """An admitted organization that has accepted the charter in force."""

    class Meta:
        model = members.Organization
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organization {n}")
    slug = factory.Sequence(lambda n: f"organization-{n}")
    kind = members.OrganizationKind.HOSPITAL
    city = "Springfield"
    state = "IL"
    status = members.OrganizationStatus.ADMITTED
    admitted_at = factory.LazyFunction(clock.now)
    confirmed_at = factory.SelfAttribute("admitted_at")


class MembershipFactory(DjangoModelFactory[members.Membership]):
    class Meta:
        model = members.Membership

    person = factory.SubFactory(PersonFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = members.Role.REPRESENTATIVE


class ResourceGroupFactory(DjangoModelFactory[resources.ResourceGroup]):
    class Meta:
        model = resources.ResourceGroup
        django_get_or_create = ("name",)

    name = "PPE"


class ResourceTypeFactory(DjangoModelFactory[resources.ResourceType]):
    class Meta:
        model = resources.ResourceType

    group = factory.SubFactory(ResourceGroupFactory)
    slug = factory.Sequence(lambda n: f"test-type-{n}")
    label = factory.Sequence(lambda n: f"Test type {n}")
    unit = "each"
    kind = resources.ResourceKind.COUNT


class ProjectFactory(DjangoModelFactory[projects.Project]):
    class Meta:
        model = projects.Project
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Project {n}")
    purpose = "To have what is needed where it is needed."
    organization = factory.SubFactory(OrganizationFactory)
    posted_by = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def first_version(self: Any, create: bool, extracted: Any, **_more: Any) -> None:
        """The version that the verb would have kept."""
        if create:
            keep_version(self, author=self.posted_by, organization=self.organization)


class UpdateFactory(DjangoModelFactory[projects.Update]):
    class Meta:
        model = projects.Update

    project = factory.SubFactory(ProjectFactory)
    organization = factory.SelfAttribute("project.organization")
    workgroup = factory.SelfAttribute("project.workgroup")
    posted_by = factory.SelfAttribute("project.posted_by")
    title = factory.Sequence(lambda n: f"Update {n}")


class AttachmentFactory(DjangoModelFactory[projects.Attachment]):
    """A row of a file; its bytes are not kept."""

    class Meta:
        model = projects.Attachment

    update = factory.SubFactory(UpdateFactory)
    name = "minutes.pdf"
    file = factory.Sequence(lambda n: f"attachments/{n}")
    media_type = "application/pdf"
    size = 1000
    sha256 = "0" * 64
    uploaded_by = factory.SelfAttribute("update.posted_by")


class DeliverableFactory(DjangoModelFactory[projects.Deliverable]):
    """A tool that the project's lead released, at a link."""

    class Meta:
        model = projects.Deliverable
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    organization = factory.SelfAttribute("project.organization")
    workgroup = factory.SelfAttribute("project.workgroup")
    released_by = factory.SelfAttribute("project.posted_by")
    title = factory.Sequence(lambda n: f"Deliverable {n}")
    summary = "Shows how vulnerable each county is."
    kind = "tool"
    licence = "Apache-2.0"
    link = "https://example.org/"
    released_on = factory.LazyFunction(clock.today)

    @factory.post_generation
    def made_by(self: Any, create: bool, extracted: Any, **_: Any) -> None:
        if create:
            self.makers.set(extracted or [self.organization])


class WorkgroupFactory(DjangoModelFactory[projects.Workgroup]):
    class Meta:
        model = projects.Workgroup

    name = factory.Sequence(lambda n: f"Workgroup {n}")
    slug = factory.Sequence(lambda n: f"workgroup-{n}")


class MilestoneFactory(DjangoModelFactory[projects.Milestone]):
    """A step for which the project's lead answers."""

    class Meta:
        model = projects.Milestone

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Milestone {n}")
    organization = factory.SelfAttribute("project.organization")
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))
    first_due_on = factory.SelfAttribute("due_on")


class PartnerFactory(DjangoModelFactory[projects.Partner]):
    """An organization that was asked and has not answered."""

    class Meta:
        model = projects.Partner

    project = factory.SubFactory(ProjectFactory)
    organization = factory.SubFactory(OrganizationFactory)


class _Posting(DjangoModelFactory[Any]):
    class Meta:
        abstract = True

    organization = factory.SubFactory(OrganizationFactory)
    resource_type = factory.SubFactory(ResourceTypeFactory)
    quantity = 100
    state = "IL"
    latitude = "40.04000"
    longitude = "-89.20000"
    posted_by = factory.SubFactory(PersonFactory)


class OfferFactory(_Posting):
    class Meta:
        model = resources.Offer

    available_from = factory.LazyFunction(clock.today)


class RequestFactory(_Posting):
    class Meta:
        model = resources.Request

    severity = resources.Severity.HIGH
    needed_by = factory.LazyFunction(lambda: clock.today() + timedelta(days=7))


PROPOSED = [resources.Stage.PROPOSED]
AGREED = [*PROPOSED, resources.Stage.AGREED]
# The stages that the units of a match have gone through by its state.
WAY_TO = {
    resources.MatchStatus.PROPOSED: PROPOSED,
    resources.MatchStatus.AGREED: AGREED,
    resources.MatchStatus.SHIPPED: [*AGREED, resources.Stage.IN_TRANSIT],
    resources.MatchStatus.RECEIVED: [*AGREED, resources.Stage.DELIVERED],
    resources.MatchStatus.CANCELLED: [*AGREED, resources.Stage.OPEN],
    resources.MatchStatus.DECLINED: [*PROPOSED, resources.Stage.OPEN],
    resources.MatchStatus.UNDONE: [*PROPOSED, resources.Stage.OPEN],
    resources.MatchStatus.LAPSED: [*PROPOSED, resources.Stage.OPEN],
}


class MatchFactory(DjangoModelFactory[resources.Match]):
    """A match with its lines on the ledger, all of its units delivered where it is received."""

    class Meta:
        model = resources.Match
        skip_postgeneration_save = True

    resource_type = factory.SubFactory(ResourceTypeFactory)
    offer = factory.SubFactory(OfferFactory, resource_type=factory.SelfAttribute("..resource_type"))
    request = factory.SubFactory(RequestFactory, resource_type=factory.SelfAttribute("..resource_type"))
    quantity = 10
    proposed_by = factory.SubFactory(PersonFactory, is_coordinator=True)
    answer_by = factory.LazyFunction(lambda: clock.now() + timedelta(days=3))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> resources.Match:
        kwargs.pop("resource_type", None)
        match: resources.Match = super()._create(model_class, *args, **kwargs)
        way = [resources.Stage.OPEN, *WAY_TO[resources.MatchStatus(match.status)]]
        for number, (came_from, went_to) in enumerate(pairwise(way)):
            resources.Movement.objects.create(
                match=match,
                offer=match.offer,
                request=match.request,
                came_from=came_from,
                went_to=went_to,
                units=match.quantity,
                request_key=f"match:{match.pk}:made:{number}",
            )
        match.offer.refresh_from_db()
        match.request.refresh_from_db()
        return match
