"""The audit trail on the admins' desk: found by its filters, told before and after, leafed through, taken out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.shared import clock
from members import activity, auditing, kinds
from members.appointments import appoint
from members.models import AuditCheck, Organization, Person
from members.standing import suspend
from tests.audit import trail
from tests.conftest import ClientOf

NOON = datetime(2026, 4, 12, 16, tzinfo=UTC)
PAGE = "/desk/audit/"


@pytest.fixture
def desk(client_of: ClientOf, ada: Person) -> Client:
    return client_of(ada)


def words(desk: Client, query: str = "") -> str:
    answer = desk.get(PAGE + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def record(organization: Organization | None, actor: Person | None = None, **fields: object) -> None:
    title = organization.name if organization else "Everybody"
    activity.record(kinds.MEMBER_SUSPENDED, actor=actor, organization=organization, title=title, **fields)
    trail()


def test_it_tells_before_and_after(desk: Client, lakeview: Organization, ada: Person) -> None:
    suspend(lakeview, actor=ada, reason="Talks")
    trail()
    page = words(desk)
    assert "Lakeview Health was suspended" in page
    assert "admitted</del>" in page
    assert "suspended</ins>" in page


def test_people_are_named_and_what_stayed_is_left_out(desk: Client, nora: Person, ada: Person) -> None:
    appoint(nora, actor=ada, coordinator=True)
    trail()
    page = words(desk)
    assert "<dt>person</dt><dd>Nora</dd>" in page
    assert "<dt>coordinator</dt>" in page
    assert "<dt>admin</dt>" not in page


def test_a_deleted_account_stays_as_its_number(desk: Client, lakeview: Organization, nora: Person) -> None:
    number = nora.pk
    record(lakeview, nora, after={"person": number})
    nora.emailaddress_set.all().delete()
    nora.delete()
    page = words(desk)
    assert f"Person {number}, whose account is deleted" in page
    assert f"<dd>Person {number}</dd>" in page


def test_it_is_found_by_organization_person_kind_and_period(
    desk: Client, lakeview: Organization, cascade: Organization, rita: Person
) -> None:
    with clock.at(NOON):
        record(lakeview, rita)
    with clock.at(NOON + timedelta(days=2)):
        record(cascade)
    for query, found in {
        "?organization=lakeview-health": (True, False),
        "?organization=cascade biomedical reserve": (False, True),
        "?actor=RITA@example.org": (True, False),
        f"?actor={rita.pk}": (True, False),
        "?kind=member.suspended": (True, True),
        "?kind=member.left": (False, False),
        "?since=2026-04-13": (False, True),
        "?until=2026-04-12": (True, False),
        "?since=2026-04-12&until=2026-04-14": (True, True),
    }.items():
        page = words(desk, query)
        seen = ("Lakeview Health was suspended" in page, "Cascade Biomedical Reserve was suspended" in page)
        assert seen == found, query


def test_what_is_about_an_organization_in_another_chain_is_found_too(desk: Client, lakeview: Organization) -> None:
    record(None, topics=[lakeview.topic])
    assert "Everybody was suspended" in words(desk, "?organization=lakeview-health")


@pytest.mark.parametrize(
    "query",
    ["?organization=nowhere", "?actor=nobody@example.org", "?actor=x", "?kind=nonsense", "?since=yesterday"],
)
def test_a_filter_that_finds_nothing_says_so(desk: Client, lakeview: Organization, query: str) -> None:
    record(lakeview)
    page = words(desk, query)
    assert "No entry fits" in page
    assert 'class="error' in page or "error" in page


def test_one_leafs_through_it(desk: Client, lakeview: Organization) -> None:
    for number in range(120):
        activity.record(kinds.MEMBER_LEFT, actor=None, organization=lakeview, title=f"Step {number:03}")
    trail()
    seen, mark = [], None
    while True:
        answer = desk.get(PAGE, {"older": mark} if mark else {})
        leaf = answer.context["leaf"]
        seen += [entry.seq for entry in leaf.entries]
        mark = leaf.older
        if not mark:
            break
    assert seen == list(range(120, 0, -1))


@pytest.mark.parametrize("mark", ["x", "2026-04-12T00:00:00~1", "2026-04-12T00:00:00+00:00~99999999999999999999", "~"])
def test_a_mark_that_cannot_be_read_is_the_first_page(desk: Client, lakeview: Organization, mark: str) -> None:
    record(lakeview)
    assert desk.get(PAGE, {"older": mark}).context["leaf"].entries != []


def test_the_number_of_queries_does_not_grow(desk: Client, lakeview: Organization, ada: Person, nora: Person) -> None:
    appoint(nora, actor=ada, coordinator=True)
    suspend(lakeview, actor=ada, reason="Talks")
    trail()
    words(desk)
    with CaptureQueriesContext(connection) as few:
        words(desk)
    for number in range(30):
        record(lakeview, (nora, ada)[number % 2], after={"person": (nora, ada)[number % 2]})
    with CaptureQueriesContext(connection) as many:
        words(desk)
    assert len(many) == len(few)


def test_it_leaves_as_csv_with_the_same_filters(desk: Client, lakeview: Organization, cascade: Organization) -> None:
    record(lakeview, before={"status": "admitted"}, after={"status": "suspended"})
    record(cascade)
    answer = desk.get(f"{PAGE}list.csv?organization=lakeview-health")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("\ufeffwhen,chain,number,kind")
    assert trail()[0].hash in lines[1]


def test_it_says_whether_the_chains_held(desk: Client, lakeview: Organization) -> None:
    record(lakeview)
    assert "Not verified yet" in words(desk)
    auditing.check()
    assert "The trail is whole" in words(desk)
    AuditCheck.objects.create(
        chains=1, entries=1, broken=1, faults=[{"chain": lakeview.pk, "seq": 1, "what": "was changed"}]
    )
    page = words(desk)
    assert "1 chain is broken" in page
    assert f"Chain {lakeview.pk}: entry 1 was changed" in page
