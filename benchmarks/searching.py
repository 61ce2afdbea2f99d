"""The one search beside the same question asked with ILIKE, over the same rows in the same run."""

import time
from collections.abc import Callable, Iterator
from statistics import quantiles
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from benchmarks.crowd import written
from benchmarks.figures import Figure
from coalition.finding import Search, find
from members.models import Organization, Person
from projects.models import Project, Update
from resources.models import Offer, Request

TIMES = 3  # each question
WORDS = [
    *("oxygen", "gowns", "reagents Bexley", "ventilator", "syringes for Oakdale", "trucks", "lancets", "no such thing"),
    *('"gowns for Adair"', "monit", "nurses -Upton", "freezers or vials"),
]


def figures(sizes: dict[str, int]) -> Iterator[Figure]:
    """The page (ranked, counted, marked) and the palette, each in milliseconds at half and at 95 of 100 questions."""
    reader = written(sizes["plans"], sizes["updates"]).reader
    plain = _milliseconds(_plain)
    page = _milliseconds(lambda words: _page(words, reader))
    palette = _milliseconds(lambda words: find(words, reader=reader))
    notes = {name: sizes[name] for name in ("plans", "updates", "offers")} | {"questions": len(WORDS)}
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
