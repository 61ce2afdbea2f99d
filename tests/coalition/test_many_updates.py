"""With very many updates each list asks a constant number of queries, each answered by an index.

The plans are those of a million updates (loaded once by hand; the figures are in decision 104): what is committed here
is as many as load in some seconds.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from members.models import Person
from projects.models import Project
from tests.coalition.posts_crowd import BIG, post
from tests.coalition.test_at_hundred_thousand import check
from tests.conftest import ClientOf

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]

UPDATES, DELIVERABLES = 200_000, 20_000


@pytest.fixture(scope="module")
def project(django_db_setup: None, django_db_blocker: Any) -> Iterator[Project]:
    """One of two thousand. Loaded once for this file, in a transaction that is taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield post(UPDATES, DELIVERABLES)
        transaction.set_rollback(True)


@pytest.fixture
def browser(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


@pytest.mark.parametrize(
    "rest", ["", "updates/", "updates/?page=4", "updates/?decisions=1", "updates/?decisions=1&page=2"]
)
def test_a_projects_updates_are_found_by_index(browser: Client, project: Project, rest: str) -> None:
    check(browser, f"/projects/{project.pk}/{rest}", at_most=24 if not rest else 10, big=BIG)


DECISIONS = [
    *("", "page=50", "q=gowns", "workgroup=testing", "since=2026-01-01", "until=2026-01-01", "project={pk}"),
    *("q=gowns&workgroup=testing", "workgroup=testing&since=2020-01-01&until=2030-01-01", "q=no-such-word", "q=a"),
]


@pytest.mark.parametrize("asked", DECISIONS)
def test_decisions_are_found_by_index(browser: Client, project: Project, asked: str) -> None:
    check(browser, f"/decisions/?{asked.format(pk=project.pk)}", at_most=10, big=BIG)


RELEASES = [
    *("", "page=50", "kind=model", "licence=MIT", "workgroup=testing", "q=Adair", "q=masks", "q=no-such-word"),
    *("kind=model&licence=MIT", "q=masks&kind=tool", "workgroup=testing&licence=MIT&kind=tool"),
]


@pytest.mark.parametrize("asked", RELEASES)
@pytest.mark.usefixtures("project")
def test_releases_are_found_by_index(asked: str) -> None:
    check(Client(), f"/releases/?{asked}", at_most=8, big=BIG)


@pytest.mark.parametrize("path", ["/", "/releases/feed/"])
@pytest.mark.usefixtures("project")
def test_the_front_page_and_the_feed_read_the_newest_alone(path: str) -> None:
    check(Client(), path, at_most=10, big=BIG)


@pytest.mark.parametrize(
    "path", ["update/", "update/?p=20", "update/?q=Project+7", "deliverable/", "deliverable/?q=masks"]
)
@pytest.mark.usefixtures("project")
def test_the_lists_of_the_admin_read_no_table_whole(browser: Client, path: str) -> None:
    check(browser, f"/admin/projects/{path}", at_most=12, big=BIG)


@pytest.mark.parametrize(
    "asked",
    ["updates", "updates?decisions=true", "updates?project={pk}", "deliverables", "deliverables?kind=model&q=masks"],
)
def test_the_lists_of_the_api_read_no_table_whole(browser: Client, project: Project, asked: str) -> None:
    check(browser, f"/api/v1/{asked.format(pk=project.pk)}", at_most=5, big=BIG)


SEARCHES = [
    *(
        "q=gowns",
        "q=gowns+Adair",
        "q=%22gowns+Adair%22",
        "q=gowns+-Adair",
        "q=go",
        "q=gown+or+mask",
        "q=no-such-word-at-all",
    ),
    *("q=gwons", "q=gowns&kind=update&page=9", "q=gowns&workgroup=testing", "q=gowns&organization=maker-7", "q=the"),
]


@pytest.mark.parametrize("asked", SEARCHES)
@pytest.mark.usefixtures("project")
def test_the_search_reads_no_table_whole(browser: Client, asked: str) -> None:
    check(browser, f"/search/?{asked}", at_most=24, big=BIG)
