"""The one search beside the same question asked with ILIKE, over the same rows in the same run."""

import time
from collections.abc import Callable, Iterator
from statistics import quantiles
from typing import Any

from django.db import connection
from django.db.models import Q
from django.http import QueryDict

from benchmarks.figures import Figure
from coalition.finding import Search, find
from coalition.shared import clock
from members.models import Membership, Organization, Person
from projects.models import Project, Update
from projects.versions import keep_version
from resources.models import Offer, Request

UPDATES = 200_000
TIMES = 3  # each question
WORDS = [
    *("oxygen", "gowns", "reagents Bexley", "ventilator", "syringes for Oakdale", "trucks", "lancets", "no such thing"),
    *('"gowns for Adair"', "monit", "nurses -Upton", "freezers or vials"),
]
GOODS = "ambulances balances catheters filters gowns helmets lancets monitors nurses oximeters pumps reagents syringes"
PLACES = "Adair Bexley Calder Dunmore Elgin Farwell Gresham Holbrook Irvine Juneau Kessler Linden Marlow Oakdale Upton"


INSERT = """
INSERT INTO projects_update (project_id, organization_id, posted_by_id, title, text, posted_at, version, reason)
SELECT %(project)s, %(organization)s, %(person)s,
       goods[1 + n %% 13] || ' for ' || places[1 + (n / 7) %% 15],
       'This week we counted ' || goods[1 + (n / 3) %% 13] || ' and ' || goods[1 + (n / 11) %% 13]
       || ' in ' || places[1 + (n / 5) %% 15] || ', and sent what was left. Number ' || n,
       %(now)s - n * interval '1 minute', 1, ''
FROM generate_series(1, %(rows)s) AS n,
     (SELECT string_to_array(%(goods)s, ' ') AS goods, string_to_array(%(places)s, ' ') AS places) AS words
"""


def figures(sizes: dict[str, int]) -> Iterator[Figure]:
    """The page (ranked, counted, marked) and the palette, each in milliseconds at half and at 95 of 100 questions."""
    reader = _write_updates()
    plain = _milliseconds(_plain)
    page = _milliseconds(lambda words: _page(words, reader))
    palette = _milliseconds(lambda words: find(words, reader=reader))
    notes = {"updates": UPDATES, "offers": sizes["offers"], "questions": len(WORDS)}
    for name, measured in (("the page of the search", page), ("the command palette", palette)):
        for at, percent in ((49, 50), (94, 95)):
            mine, other = measured[at], plain[at]
            ratio = round(other / mine, 2)
            yield Figure(f"{name}, p{percent}", round(mine, 1), "ms", "ILIKE, newest 20", round(other, 1), ratio, notes)


def _milliseconds(ask: Callable[[str], object]) -> list[float]:
    taken = []
    for words in WORDS * TIMES:
        begin = time.perf_counter()
        ask(words)
        taken.append((time.perf_counter() - begin) * 1000)
    return quantiles(taken, n=100, method="inclusive")


def _page(words: str, reader: Person) -> object:
    asked = QueryDict(mutable=True)
    asked["q"] = words
    search = Search(asked, reader)
    return search.hits, search.tabs(), search.facets()


def _plain(words: str) -> list[Any]:
    """What people write first: the text anywhere in any column, the newest first; no rank, no count, no other form."""
    tables: Any = (
        (Update.objects.order_by("-posted_at"), ("title", "text")),
        (Project.objects.order_by("-posted_at"), ("title", "purpose", "plan")),
        (Offer.objects.order_by("-posted_at"), ("title", "description")),
        (Request.objects.order_by("-posted_at"), ("title", "description")),
        (Organization.objects.order_by("name"), ("name", "brings", "needs")),
        (Person.objects.order_by("name"), ("name",)),
    )
    found: list[Any] = []
    for rows, columns in tables:
        where = Q()
        for column in columns:
            where |= Q(**{f"{column}__icontains": words.replace('"', "")})
        found += rows.filter(where).values_list("pk", columns[0])[:20]
    return found


def _write_updates() -> Person:
    """Many updates on one plan, each of one to two hundred letters; gives somebody who may read them."""
    who = Membership.objects.filter(organization__status="admitted").select_related("person", "organization")[0]
    project = Project.objects.create(
        title="Measured", purpose="To be searched.", organization=who.organization, posted_by=who.person
    )
    keep_version(project, author=who.person, organization=who.organization)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "project": project.pk,
                "organization": who.organization_id,
                "person": who.person_id,
                "now": clock.now(),
                "rows": UPDATES,
                "goods": GOODS,
                "places": PLACES,
            },
        )
        cursor.execute("ANALYZE")
    return who.person
