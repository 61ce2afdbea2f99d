"""A coalition of a hundred thousand organizations, written by the database itself in some seconds."""

from typing import Any

from django.db import connection
from django.db.models import Model

from coalition.shared import geography
from members.models import (
    Acceptance,
    Activity,
    Application,
    AuditEntry,
    CharterVersion,
    Membership,
    Organization,
    OrganizationKind,
    Person,
)
from projects.models import Dependency, Milestone, Project, Workgroup, WorkgroupMembership
from resources.models import Offer, Request, ResourceType
from tests.factories import MembershipFactory, MilestoneFactory, OfferFactory, ProjectFactory, RequestFactory

CROWD = 100_000
LARGE: list[type[Model]] = [
    *(Acceptance, Activity, Application, AuditEntry, Membership, Organization, Person),
    *(Offer, Request, WorkgroupMembership),
    *(Dependency, Milestone, Project),
]
BIG = {model._meta.db_table for model in LARGE}

PLACES = (
    "Adair Bexley Calder Dunmore Elgin Farwell Gresham Holbrook Irvine Juneau Kessler Linden Marlow Norwood Oakdale "
    "Preston Quincy Redfield Salem Tilden Upton Vernon Weston Yarrow Zeller Ashford Brighton Corbin Dalton Everett "
    "Fairmont Glenview Hartford Inverness Jasper Kirkwood Lakeview Milford Newport Orland"
).split()
SORTS = "Hospital Clinic Laboratory Institute Network Foundry Works Alliance Partners Center Trust College".split()
GOODS = (
    "ambulances balances catheters dialysis engineers filters gowns helmets incubators jackets kits lancets monitors "
    "nurses oximeters pumps quilts reagents syringes trucks ultrasound vials warehouses xrays yarn zippers "
    "analysts beds clinicians drivers epidemiologists freezers gloves housing inspectors jars keyboards linens masks"
).split()


def gather() -> None:
    """Write the crowd: an organization with a person, an offer, a request, an application and an acceptance each."""
    trust()
    with connection.schema_editor() as editor:  # indexes are made at the end, which is faster than row by row
        for model in LARGE:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    person = MembershipFactory().person
    organization = person.memberships.get().organization
    charter = CharterVersion.objects.in_force().get()
    people = multiply(person, email="'person' || n || '@example.com'", name="'Person ' || n")
    organizations = multiply(
        organization,
        slug="'crowd-' || n",
        domain="'crowd' || n || '.example'",
        name=f"{pick(PLACES)} || ' ' || {pick(SORTS, by=7)} || ' ' || n",
        kind=pick(OrganizationKind.values, by=3),
        state=pick(list(geography.STATES), by=11),
        brings=f"'We can bring ' || {pick(GOODS)} || '.'",
        needs=f"'We lack ' || {pick(GOODS, by=13)} || '.'",
        admitted_at="now() - n * interval '1 minute'",
    )
    whose = {"organization_id": f"{organizations} + n", "posted_by_id": f"{people} + n"}
    types = [str(key) for key in ResourceType.objects.values_list("pk", flat=True)]
    for posting in (OfferFactory(organization=organization), RequestFactory(organization=organization)):
        kind = {"resource_type_id": f"{pick(types, by=17)}::bigint", "state": pick(list(geography.STATES))}
        multiply(posting, **whose, **kind, posted_at="now() - n * interval '1 minute'")
    multiply(person.memberships.get(), organization_id=f"{organizations} + n", person_id=f"{people} + n")
    signed = {"organization_id": f"{organizations} + n", "person_id": f"{people} + n"}
    acceptance = Acceptance.objects.create(
        organization=organization, charter=charter, person=person, text_sha256="0" * 64, receipt="0" * 64
    )
    multiply(acceptance, **signed, receipt="md5(n::text) || md5(n::text)", person_name="'Person ' || n")
    application = Application.objects.create(organization=organization, applicant=person, status="withdrawn")
    multiply(
        application,
        organization_id=f"{organizations} + n",
        applicant_id=f"{people} + n",
        created_at="now() - n * interval '1 minute'",
    )
    _record(people, organizations)
    group = [str(key) for key in Workgroup.objects.values_list("pk", flat=True)]
    membership = WorkgroupMembership.objects.create(workgroup_id=int(group[0]), person=person)
    multiply(membership, rows=CROWD // 4, person_id=f"{people} + n", workgroup_id=f"{pick(group, by=5)}::bigint")
    _plan(organization, organizations, groups=group)
    _settle()


def _plan(organization: Organization, organizations: int, *, groups: list[str]) -> None:
    """A plan for each fourth organization, with four milestones, each of which waits for the one before it."""
    project = ProjectFactory(organization=organization, status="active")
    projects = multiply(
        project,
        rows=CROWD // 4,
        organization_id=f"{organizations} + n",
        workgroup_id=f"{pick(groups, by=5)}::bigint",
        title=f"{pick(GOODS)} || ' for ' || {pick(PLACES, by=7)} || ' ' || n",
        status=pick(["active", "active", "proposed", "paused", "closed"]),
        posted_at="now() - n * interval '1 minute'",
    )
    milestone = MilestoneFactory(project=project)
    day = "(current_date - 365 + ((n - 1) / 4 % 680) + 12 * ((n - 1) % 4))"
    milestones = multiply(
        milestone,
        project_id=f"{projects} + 1 + (n - 1) / 4",
        organization_id=f"{organizations} + n",
        title=f"{pick(GOODS, by=3)} || ' by ' || n",
        starts_on=f"{day} - 12",
        due_on=f"{day} + n % 3",
        first_due_on=day,
        status=f"CASE WHEN {day} < current_date - 10 THEN 'reached' ELSE 'planned' END",
        progress=f"CASE WHEN {day} < current_date - 10 THEN 100 ELSE 0 END",
    )
    other = MilestoneFactory(project=project)
    dependency = Dependency.objects.create(milestone=other, waits_for=milestone)
    waiting = "n + (n - 1) / 3 + 1"  # the second, third and fourth of each four
    multiply(
        dependency,
        rows=CROWD * 3 // 4,
        milestone_id=f"{milestones} + {waiting}",
        waits_for_id=f"{milestones} + {waiting} - 1",
    )


def _record(people: int, organizations: int) -> None:
    """A row of activity of each organization, with its entry in the audit trail; the hashes are not asked for."""
    told = {
        "kind": pick(["member.suspended", "member.reinstated", "person.joined", "token.issued"]),
        "actor_id": f"{people} + n",
        "organization_id": f"{organizations} + n",
        "topics": f"ARRAY['organization:' || {organizations} + n]",
        "occurred_at": "now() - n * interval '1 minute'",
    }
    activity = Activity.objects.create(kind="member.suspended", title="Something", topics=[])
    rows = multiply(activity, **told)
    entry = AuditEntry.objects.create(
        chain=0,
        seq=1,
        occurred_at=activity.occurred_at,
        kind="x",
        activity=activity,
        topics=[],
        before={},
        after={"n": 1},
    )
    multiply(entry, **told, chain=f"{organizations} + n", activity_id=f"{rows} + n")


def trust() -> None:
    """Leave out what checks each row and is told of it, which takes most of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def pick(words: "list[str] | Any", *, by: int = 1) -> str:
    """One of the words, in turn or scattered, by the number of the row."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{listed}])[1 + (n / {by}) % {len(words)}]"


def multiply(row: Model, *, rows: int = CROWD, **columns: str) -> int:
    """Write `rows` more like `row`, with the columns told in SQL; gives what to add to n for their keys."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        (before,) = cursor.fetchone()
        told = {"id": f"{before} + n", **columns}
        names = [f.column for f in row._meta.concrete_fields if not f.generated]
        values = [told.get(name, f'old."{name}"') for name in names]
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} "
            f"FROM {table} AS old, generate_series(1, {rows}) AS n WHERE old.id = {row.pk}"
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, before + rows])
    return int(before)


def _settle() -> None:
    """What autovacuum would have done by the time that a coalition is so large."""
    with connection.schema_editor() as editor:
        for model in LARGE:
            for index in model._meta.indexes:
                editor.add_index(model, index)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(BIG))}")
        cursor.execute("SET LOCAL session_replication_role = origin")
