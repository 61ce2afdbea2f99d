"""With very many plans the search, and what is alike, are found by index.

Tried by hand with a hundred thousand (decision 110); what is committed here is as many as load in some seconds.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coalition.shared import geography
from members.models import Person
from projects.models import Milestone, Project, Theme, Workgroup
from projects.overlap import plans_like
from tests.coalition.crowd import GOODS, PLACES, multiply, pick, trust
from tests.coalition.test_at_hundred_thousand import check, read_whole
from tests.conftest import ClientOf
from tests.factories import MilestoneFactory, OrganizationFactory, ProjectFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

PLANS = 30_000
BIG = {model._meta.db_table for model in (Project, Milestone)}


def write_plans(plans: int) -> Project:
    """Write so many plans with a milestone each; gives one of them."""
    trust()
    with connection.schema_editor() as editor:
        for index in Project._meta.indexes:
            editor.remove_index(Project, index)
    first = ProjectFactory(organization=OrganizationFactory())
    MilestoneFactory(project=first)
    groups = [str(key) for key in Workgroup.objects.values_list("pk", flat=True)]
    before = multiply(
        first,
        rows=plans,
        title=f"{pick(GOODS)} || ' for ' || {pick(PLACES, by=7)} || ' ' || {pick(GOODS, by=11)}",
        purpose=f"'To have ' || {pick(GOODS, by=3)} || ' in ' || {pick(PLACES, by=5)}",
        plan=f"repeat('We count ' || {pick(GOODS, by=13)} || ' every week. ', 20)",
        themes=f"ARRAY[{pick(Theme.values, by=5)}]",
        states=f"CASE WHEN n % 9 = 0 THEN '{{}}' ELSE ARRAY[{pick(list(geography.STATES), by=3)}] END",
        workgroup_id=f"{pick(groups)}::bigint",
        posted_at="now() - n * interval '1 minute'",
    )
    multiply(first.milestones.get(), rows=plans, project_id=f"{before} + n")
    with connection.schema_editor() as editor:
        for index in Project._meta.indexes:
            editor.add_index(Project, index)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(BIG))}")
        cursor.execute("SET LOCAL session_replication_role = origin")
    return Project.objects.get(pk=before + 76)


@pytest.fixture(scope="module")
def plan(django_db_setup: None, django_db_blocker: Any) -> Iterator[Project]:
    """One of very many. Loaded once for this file, in a transaction that is taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield write_plans(PLANS)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "asked", ["q=gowns", "q=gowns+Adair", "q=week", "q=gwons", "q=gowns&kind=plan&page=20", "q=ad"]
)
@pytest.mark.usefixtures("plan")
def test_the_search_reads_no_table_whole(client_of: ClientOf, ada: Person, asked: str) -> None:
    check(client_of(ada), f"/search/?{asked}", at_most=24, big=BIG)


def test_plans_alike_are_found_by_index(plan: Project) -> None:
    other = OrganizationFactory()
    Project.objects.filter(pk__lt=plan.pk).update(organization=other)
    with CaptureQueriesContext(connection) as seen:
        assert plans_like(plan, among=Project.objects.all())
    queries = [query["sql"] for query in seen]
    assert len(queries) == 4
    for sql in queries:
        assert read_whole(sql, big=BIG) == set(), sql
