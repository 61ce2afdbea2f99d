"""Plans that the tests of this floor call on by name."""

import pytest

from members.models import Organization, Person
from projects.models import Milestone, Partner, PartnerStatus, Project, Workgroup
from projects.partnering import ask_partner
from tests.factories import MilestoneFactory, PartnerFactory, ProjectFactory


@pytest.fixture
def supply(db: None) -> Workgroup:
    """One of the workgroups there from the beginning; made anew where a test before this one emptied the tables."""
    return Workgroup.objects.get_or_create(slug="supply-chain", defaults={"name": "Supply Chain"})[0]


@pytest.fixture
def pool(lakeview: Organization, rita: Person, supply: Workgroup) -> Project:
    """Lakeview's plan, in the workgroup Supply Chain."""
    return ProjectFactory(
        title="Ventilator pool for the Midwest",
        purpose="Share ventilators between hospitals.",
        plan="# Now\n\nList what we have.",
        organization=lakeview,
        posted_by=rita,
        workgroup=supply,
        states=["IL", "WI"],
    )


@pytest.fixture
def asked(pool: Project, cascade: Organization, rita: Person, olga: Person) -> Partner:
    """Cascade, asked to take part in Lakeview's plan."""
    return ask_partner(pool, actor=rita, organization=cascade)


@pytest.fixture
def confirmed(pool: Project, cascade: Organization) -> Partner:
    """Cascade, a partner in Lakeview's plan."""
    return PartnerFactory(project=pool, organization=cascade, status=PartnerStatus.CONFIRMED)


@pytest.fixture
def inventory(pool: Project) -> Milestone:
    """A step of Lakeview's plan, due in two weeks."""
    return MilestoneFactory(project=pool, title="Inventory done")
