"""The lists of plans and of what is told about them: each page whole, as a member reads it, one after another."""

import time
from collections.abc import Iterator
from statistics import quantiles

from django.test import Client

from benchmarks.crowd import Crowd, written
from benchmarks.figures import Figure

TIMES = 20  # each page, after one that is not counted


def figures(sizes: dict[str, int]) -> Iterator[Figure]:
    """The time of each page in milliseconds, at half and at 95 of 100: queries and page, with no server before them."""
    crowd = written(sizes["plans"], sizes["updates"])
    client = Client(headers={"host": "localhost"})
    client.force_login(crowd.reader)
    notes = {"plans": sizes["plans"], "updates": sizes["updates"]}
    for name, address in _pages(crowd):
        taken = _milliseconds(client, address)
        yield Figure(f"{name}, p50", round(taken[49], 1), "ms", notes={**notes, "p95 ms": round(taken[94], 1)})


def _pages(crowd: Crowd) -> list[tuple[str, str]]:
    return [
        ("projects", "/projects/"),
        ("projects, page 50", "/projects/?page=50"),
        ("projects by theme and state", "/projects/?theme=beds&state=IL"),
        ("projects by a word of the title", "/projects/?q=Adair"),
        ("projects by a word that none has", "/projects/?q=zeppelin"),
        ("a project", f"/projects/{crowd.plan}/"),
        ("its updates", f"/projects/{crowd.plan}/updates/"),
        ("decisions", "/decisions/"),
        ("decisions by a word", "/decisions/?q=reagents"),
        ("releases", "/releases/"),
        ("a workgroup", "/workgroups/testing/"),
        ("the timeline", "/timeline/"),
        ("the search", "/search/?q=reagents+Bexley"),
    ]


def _milliseconds(client: Client, address: str) -> list[float]:
    taken = []
    for turn in range(TIMES + 1):
        begin = time.perf_counter()
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        if turn:
            taken.append((time.perf_counter() - begin) * 1000)
    return quantiles(taken, n=100, method="inclusive")
