"""Many updates and deliverables, written by the database itself."""

from django.db import connection
from django.db.models import Model

from projects.models import Deliverable, DeliverableKind, Licence, Project, Update, Workgroup
from tests.coalition.crowd import GOODS, PLACES, multiply, pick, trust
from tests.factories import DeliverableFactory, OrganizationFactory, ProjectFactory, UpdateFactory

PROJECTS, ORGANIZATIONS = 2000, 200
MAKERS: type[Model] = Deliverable.makers.through
BIG = {model._meta.db_table for model in (Update, Deliverable, MAKERS)}


def post(updates: int, deliverables: int) -> Project:
    """Write so many, a tenth of the updates as decisions, over two thousand projects; gives one of these."""
    trust()
    _rebuild_indexes(drop=True)
    organization = OrganizationFactory()
    organizations = multiply(
        organization,
        rows=ORGANIZATIONS,
        slug="'maker-' || n",
        name=f"{pick(PLACES)} || n",
        domain="'m' || n || '.example'",
    )
    groups = [str(key) for key in Workgroup.objects.values_list("pk", flat=True)]
    project = ProjectFactory(organization=organization, workgroup_id=int(groups[0]))
    projects = multiply(project, rows=PROJECTS, title="'Project ' || n")
    of = {
        "project_id": f"{projects} + 1 + n % {PROJECTS}",
        "organization_id": f"{organizations} + 1 + n % {ORGANIZATIONS}",
        "workgroup_id": f"{pick(groups, by=3)}::bigint",
    }
    multiply(
        UpdateFactory(project=project),
        rows=updates,
        **of,
        title=f"{pick(GOODS)} || ' ' || {pick(PLACES, by=7)} || ' ' || n",
        posted_at="now() - n * interval '1 minute'",
        decided_on="CASE WHEN n % 10 = 0 THEN current_date - (n / 1000)::int END",
    )
    first = DeliverableFactory(project=project, made_by=[organization])
    made = multiply(
        first,
        rows=deliverables,
        **of,
        title=f"{pick(GOODS)} || ' ' || n",
        summary=f"'About ' || {pick(PLACES, by=7)}",
        kind=pick(DeliverableKind.values, by=3),
        licence=pick([licence for licence in Licence.values if licence != "other"], by=5),
        released_on="current_date - (n / 20)::int",
    )
    multiply(MAKERS.objects.get(deliverable=first), rows=deliverables, deliverable_id=f"{made} + n")  # type: ignore[attr-defined]  # of a table of pairs
    _rebuild_indexes(drop=False)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(BIG))}, {Project._meta.db_table}")
        cursor.execute("SET LOCAL session_replication_role = origin")
    return Project.objects.get(pk=projects + 1)


def _rebuild_indexes(*, drop: bool) -> None:
    """Made at the end, which is faster than row by row."""
    with connection.schema_editor() as editor:
        for model in (Update, Deliverable):
            for index in model._meta.indexes:
                (editor.remove_index if drop else editor.add_index)(model, index)
