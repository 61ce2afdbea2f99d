"""Many plans with many updates, written by the database itself, for the suites that search and list them."""

from dataclasses import dataclass
from functools import cache

from django.db import connection

from coalition.shared import clock, geography
from members.models import Membership, Person
from projects.models import Project, ProjectStatus, Theme, Workgroup
from projects.versions import keep_version

GOODS = "ambulances balances catheters filters gowns helmets lancets monitors nurses oximeters pumps reagents syringes"
PLACES = "Adair Bexley Calder Dunmore Elgin Farwell Gresham Holbrook Irvine Juneau Kessler Linden Marlow Oakdale Upton"

PLANS = """
INSERT INTO projects_project (title, purpose, plan, help_wanted, organization_id, workgroup_id, states, themes, status,
                              owner_count, posted_by_id, posted_at, edited_at, version)
SELECT initcap(goods[1 + n %% 13]) || ' for ' || places[1 + (n / 7) %% 15] || ', ' || n, 'To be found.', '', '',
       %(organization)s, groups[1 + n %% array_length(groups, 1)], ARRAY[states[1 + n %% array_length(states, 1)]],
       ARRAY[themes[1 + (n / 3) %% array_length(themes, 1)]], statuses[1 + n %% 4], 0, %(person)s, at, at, 1
FROM generate_series(1, %(rows)s) AS n, LATERAL (SELECT %(now)s - n * interval '10 minutes' AS at) AS moment,
     (SELECT %(goods)s::text[] AS goods, %(places)s::text[] AS places, %(groups)s::bigint[] AS groups,
             %(states)s::text[] AS states, %(themes)s::text[] AS themes, %(statuses)s::text[] AS statuses) AS words
RETURNING id
"""

UPDATES = """
INSERT INTO projects_update (project_id, organization_id, workgroup_id, posted_by_id, title, text, decided_on,
                             posted_at, version, reason)
SELECT plans[1 + n %% array_length(plans, 1)], %(organization)s, groups[1 + n %% array_length(groups, 1)], %(person)s,
       goods[1 + n %% 13] || ' for ' || places[1 + (n / 7) %% 15],
       'This week we counted ' || goods[1 + (n / 3) %% 13] || ' and ' || goods[1 + (n / 11) %% 13]
       || ' in ' || places[1 + (n / 5) %% 15] || ', and sent what was left. Number ' || n,
       CASE WHEN n %% 10 = 0 THEN (at AT TIME ZONE 'UTC')::date END, at, 1, ''
FROM generate_series(1, %(rows)s) AS n, LATERAL (SELECT %(now)s - n * interval '1 minute' AS at) AS moment,
     (SELECT %(goods)s::text[] AS goods, %(places)s::text[] AS places, %(groups)s::bigint[] AS groups,
             %(plans)s::bigint[] AS plans) AS words
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Somebody who may read what was written, and one of the plans."""

    reader: Person
    plan: int
    organization: str


@cache
def written(plans: int, updates: int) -> Crowd:
    """Write so many, once in a run: the updates of one to two hundred letters each, a tenth of them decisions."""
    who = Membership.objects.filter(organization__status="admitted").select_related("person", "organization")[0]
    first = Project.objects.create(
        title="Measured", purpose="To be searched.", organization=who.organization, posted_by=who.person
    )
    keep_version(first, author=who.person, organization=who.organization)
    words = {
        "organization": who.organization_id,
        "person": who.person_id,
        "now": clock.now(),
        "goods": GOODS.split(),
        "places": PLACES.split(),
        "groups": list(Workgroup.objects.values_list("pk", flat=True)),
        "states": [code for code, _name in geography.STATE_CHOICES],
        "themes": list(Theme.values),
        "statuses": list(ProjectStatus.values)[:4],
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the triggers keep what verbs write, one by one
        cursor.execute(PLANS, {**words, "rows": plans - 1})
        keys = [first.pk, *(row[0] for row in cursor.fetchall())]
        cursor.execute(UPDATES, {**words, "plans": keys, "rows": updates})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
    return Crowd(reader=who.person, plan=keys[1], organization=who.organization.slug)
