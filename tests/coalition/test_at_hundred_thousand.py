"""At a hundred thousand organizations: each list asks a constant number of queries, each answered by an index."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Person
from projects.addresses import token_of
from projects.models import PrivateAddress, Project
from tests.coalition.crowd import BIG, gather
from tests.conftest import ClientOf
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db, pytest.mark.usefixtures("crowd")]

FILTERS = {
    "name": "q=Lakeview",
    "typing error": "q=Lakeveiw+Hopsital",
    "kind": "kind=university",
    "state": "state=OR",
    "workgroup": "workgroup=supply-chain",
    "offers": "offers=pumps",
    "needs": "needs=nurses",
}


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for this file, in a transaction that is taken back at its end (some ten seconds)."""
    with django_db_blocker.unblock(), transaction.atomic():
        gather()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def browser(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def queries_of(browser: Client, path: str) -> list[str]:
    browser.get(path)  # what is kept from the first time is kept
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200, path
    return [query["sql"] for query in seen if query["sql"].startswith(("SELECT", "WITH"))]


def read_whole(sql: str, big: set[str] = BIG) -> set[str]:
    """The big tables that the plan of the query reads from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    return {
        table for table in _scanned((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]) if table in big
    }


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scanned(below)


def check(browser: Client, path: str, *, at_most: int, big: set[str] = BIG) -> None:
    queries = queries_of(browser, path)
    assert len(queries) <= at_most, "\n".join(queries)
    for sql in queries:
        assert read_whole(sql, big) == set(), sql


@pytest.mark.parametrize("order", ["", "&sort=newest"])
@pytest.mark.parametrize(
    "chosen", [[], *([name] for name in FILTERS), *map(list, combinations(FILTERS, 2))], ids="+".join
)
def test_the_directory_reads_no_table_whole(browser: Client, chosen: list[str], order: str) -> None:
    if {"name", "typing error"} <= set(chosen):
        pytest.skip("one name at a time")
    asked = "&".join(FILTERS[name] for name in chosen)
    check(browser, f"/organizations/?{asked}{order}", at_most=14)


@pytest.mark.parametrize("others", ["", "&state=OR", "&kind=university", "&needs=ventilator", "&page=20"])
@pytest.mark.parametrize("order", ["", "&sort=newest"])
def test_what_many_offer_reads_no_table_whole(browser: Client, others: str, order: str) -> None:
    """Four types are called so, which makes one in fifteen organizations."""
    check(browser, f"/organizations/?offers=ventilator{others}{order}", at_most=14)


@pytest.mark.parametrize("page", [2, 42, 99_999])
def test_a_deep_page_costs_no_more(browser: Client, page: int) -> None:
    check(browser, f"/organizations/?page={page}", at_most=9)
    assert "1,000+" in browser.get(f"/organizations/?page={page}").content.decode()


def test_likeness_of_names_is_looked_up_in_the_index(browser: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'organizations_named_like'")
        (body,) = cursor.fetchone()
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.35")
    body = re.sub(r"\bwords\b", "'Lakeveiw'", body).replace("LIMIT most", "LIMIT 100")
    assert read_whole(body.rstrip().rstrip(";")) == set()


@pytest.mark.parametrize(
    "path", ["/charter/", "/signatories/", "/signatories/?page=20", "/signatories/?q=Lakeview", "/signatories/?q=Lkaev"]
)
def test_the_roll_of_signatories_reads_no_table_whole(browser: Client, path: str) -> None:
    check(browser, path, at_most=12)


def test_the_page_of_an_organization_reads_no_table_whole(browser: Client) -> None:
    check(browser, "/organizations/crowd-77777/", at_most=18)


DESK = {
    "members": ["", "?page=20", "?q=Lakeview", "?q=crowd777", "?status=suspended", "?kind=university", "?state=OR"],
    "members ": ["?charter=current", "?charter=overdue", "?charter=grace", "?status=admitted&kind=hospital&state=IL"],
    "members  ": ["?confirmation=confirmed", "?confirmation=asked", "?confirmation=lapsed"],
    "audit": ["", "?organization=crowd-77777", "?actor=person777@example.com", "?kind=member.suspended"],
    "audit ": ["?since=2000-01-01&until=2100-01-01", "?older=2026-01-01T00:00:00%2B00:00~5", "?kind=member.left"],
    "roles": [""],
    "workgroups": ["", "testing/"],
}


@pytest.mark.parametrize(("part", "asked"), [(part.strip(), asked) for part, each in DESK.items() for asked in each])
def test_the_lists_of_the_desk_read_no_table_whole(browser: Client, part: str, asked: str) -> None:
    check(browser, f"/desk/{part}/{asked}", at_most=12)


def test_one_member_on_the_desk_reads_no_table_whole(browser: Client) -> None:
    check(browser, "/desk/members/crowd-77777/", at_most=18)


LISTS = {
    "organization": ["", "?p=20", "?q=Lakeview", "?q=crowd777", "?status__exact=suspended", "?kind__exact=university"],
    "person": ["", "?p=20", "?q=Person+777", "?is_admin__exact=1"],
    "membership": ["", "?p=20", "?q=Person+777", "?q=Lakeview", "?q=lake+person77", "?role__exact=reader"],
    "application": ["", "?p=20", "?q=person777", "?q=Lakeview", "?status__exact=sent"],
    "auditentry": ["", "?p=20", "?q=member.suspended"],
    "acceptance": ["", "?p=20", "?q=person777", "?q=Lakeview", "?charter__id__exact=1"],
}


@pytest.mark.parametrize(("model", "asked"), [(model, asked) for model, each in LISTS.items() for asked in each])
def test_the_lists_of_the_admin_read_no_table_whole(browser: Client, model: str, asked: str) -> None:
    check(browser, f"/admin/members/{model}/{asked}", at_most=12)


def test_the_admin_says_that_it_counted_no_further(browser: Client) -> None:
    assert "1,000+ organizations" in browser.get("/admin/members/organization/").content.decode()


WINDOWS = ["", "?page=20", "?weeks=52", "?first=2000-01-01", "?first=2099-01-01&weeks=6"]


@pytest.mark.parametrize("asked", WINDOWS)
@pytest.mark.parametrize("path", ["/timeline/", "/workgroups/testing/timeline/"])
def test_the_timelines_read_no_table_whole(browser: Client, path: str, asked: str) -> None:
    check(browser, f"{path}{asked}", at_most=13)


def test_a_plan_its_timeline_and_what_its_milestones_may_wait_for_read_no_table_whole(
    browser: Client, ada: Person
) -> None:
    project = Project.objects.filter(status="active").order_by("pk")[7777]
    check(browser, f"/projects/{project.pk}/", at_most=25)
    check(browser, f"/projects/{project.pk}/timeline/", at_most=12)
    milestone = project.milestones.last()
    assert milestone is not None
    MembershipFactory(person=ada, organization=milestone.organization)
    check(browser, f"/milestones/{milestone.pk}/waits/?q=pumps+by+777", at_most=16)


@pytest.mark.parametrize("kind", ["calendar", "feed"])
@pytest.mark.parametrize("about", ["mine", "workgroup", "project"])
def test_what_programs_read_at_private_addresses_reads_no_table_whole(
    browser: Client, ada: Person, kind: str, about: str
) -> None:
    project = Project.objects.filter(status="active").order_by("pk")[7777]
    MembershipFactory(person=ada, organization=project.organization)
    what = {"mine": {}, "workgroup": {"workgroup": project.workgroup}, "project": {"project": project}}[about]
    address = PrivateAddress.objects.create(person=ada, kind=kind, **what)
    check(browser, reverse(f"projects:{kind}", args=[token_of(address)]), at_most=8)


SEARCHES = [
    "q=Lakeview",
    "q=Lakeview+hospital",
    "q=Lkaeview",
    "q=pumps",
    "q=Person+777",
    "q=Person",
    "q=n95",
    "q=La",
    "q=the",
]


@pytest.mark.parametrize("asked", SEARCHES)
def test_the_search_reads_no_table_whole(browser: Client, asked: str) -> None:
    check(browser, f"/search/?{asked}", at_most=24)


def test_the_gaps_read_no_table_whole(client_of: ClientOf, cora: Person) -> None:
    check(client_of(cora), "/board/gaps/", at_most=12)
